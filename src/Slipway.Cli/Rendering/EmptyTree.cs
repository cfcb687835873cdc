using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>What is said instead of a table without rows.</summary>
internal static class EmptyTree
{
    public static void Write(IAnsiConsole console) =>
        console.WriteLine("No images in this tree: an image is a folder with a Dockerfile; `slipway doctor` says where they are looked for.");
}
