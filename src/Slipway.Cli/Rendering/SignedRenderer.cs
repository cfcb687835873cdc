using System.Collections.Immutable;
using Slipway.Cli.Terminals;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Cli.Rendering;

/// <summary>Which images were signed.</summary>
internal static class SignedRenderer
{
    private const int Most = 10;

    public static void Write(ImmutableArray<ImageName> signed, Terminal terminal) => terminal.Notice(
        signed.IsEmpty
            ? "Nothing was signed."
            : $"Signed: {NameList.Of([.. signed.Select(image => image.Value)], Most)}.");
}
