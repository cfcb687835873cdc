using Slipway.Model.Images;

namespace Slipway.Cli.Rendering;

/// <summary>What kinds of images are called.</summary>
internal static class KindNames
{
    public static string Of(ImageKind kind) => kind switch
    {
        ImageKind.Task => "task",
        ImageKind.Registry => "registry",
        ImageKind.Package => "package",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
