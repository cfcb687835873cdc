using System.Collections.Immutable;
using Slipway.Application.Statements;
using Slipway.Cli.Terminals;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Cli.Rendering;

/// <summary>Which images were signed.</summary>
internal static class SignedRenderer
{
    private const int Most = 10;

    public static void Write(SignedImages signed, Terminal terminal)
    {
        if (signed.Now.IsEmpty && signed.Before.IsEmpty && signed.ByOthers.IsEmpty)
        {
            terminal.Notice(signed.IsWhole
                ? "Nothing was signed: there was nothing to sign."
                : "Nothing was signed that may be used: what was to be built and signed is not there.");
        }

        Write("Signed", signed.Now, terminal);
        Write("Signed before, and the statement says the same", signed.Before, terminal);
        Write("Built elsewhere, and signed there", signed.ByOthers, terminal);
    }

    private static void Write(string what, ImmutableArray<ImageName> images, Terminal terminal)
    {
        if (!images.IsEmpty)
        {
            terminal.Notice($"{what}: {NameList.Of([.. images.Select(image => image.Value)], Most)}.");
        }
    }
}
