using System.Text.RegularExpressions;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Engines.Errors;

/// <summary>That an engine has other layers under the ID of an image.</summary>
internal static partial class OtherLayers
{
    /// <summary>The image that Podman or Buildah refuses to take for that reason; null for another reason.</summary>
    /// <param name="said">What it printed.</param>
    public static ImageHash? FindIn(string said) =>
        Refusal().Match(said) is { Success: true } match ? ImageHash.Parse(match.Groups["image"].Value) : null;

    /// <param name="command">What a person calls the engine by: <c>podman</c>.</param>
    /// <param name="image">The image.</param>
    public static SlipwayException Found(string command, ImageHash image) => new(new Diagnostic(
        EngineCodes.OtherLayers,
        $"Under the ID {image.Short} {command} has other layers than those of the image",
        "It was pulled or loaded from a registry or an archive that lies: do not run it, nor what is built on it. "
        + $"'{command} rmi --force {image}' removes it, with its containers"));

    // https://github.com/containers/image, storage/storage_dest.go
    [GeneratedRegex(
        "image with ID \\\\?\"?(?<image>[0-9a-f]{64})\\\\?\"? already exists, but uses a different top layer",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Refusal();
}
