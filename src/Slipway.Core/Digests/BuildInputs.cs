using System.Collections.Immutable;
using Slipway.Core.Contexts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>What an inputs manifest lists: everything that determines an image.</summary>
public sealed record BuildInputs
{
    /// <summary>The arguments, by name.</summary>
    public required ImmutableSortedDictionary<string, string> Args { get; init; }

    public required string CacheBuster { get; init; }

    /// <summary>The path of the Dockerfile in the context.</summary>
    public string Dockerfile { get; init; } = BuildContext.DockerfilePath;

    /// <summary>The files of the context, sorted by the UTF-8 bytes of the path, each path once.</summary>
    public required ImmutableArray<ManifestFile> Files { get; init; }

    /// <summary>The parents, sorted by name, each once.</summary>
    public required ImmutableArray<ManifestParent> Parents { get; init; }

    /// <summary><c>os/architecture[/variant]</c></summary>
    public required string Platform { get; init; }

    /// <summary>Reads a manifest.</summary>
    /// <param name="manifest">RFC 8785 JSON, schema <c>slipway.inputs/v1</c> (<c>docs/digests.md</c>).</param>
    /// <exception cref="SlipwayException">It is something else, or of another schema.</exception>
    public static BuildInputs Parse(ReadOnlySpan<byte> manifest) => ManifestParser.Parse(manifest);

    /// <summary>The manifest, byte for byte what a build of these inputs stores.</summary>
    public byte[] ToManifest() => InputsManifest.ToArray(
        new ManifestFrame(Args, CacheBuster, Dockerfile, Parents, Platform), Files.Select(InputsManifest.Render));

    /// <summary>The file at a path of the context; null when there is none.</summary>
    public ManifestFile? FindFile(string path)
    {
        int low = 0;
        int high = Files.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = Utf8Order.Compare(Files[middle].Path, path);
            if (order == 0)
            {
                return Files[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }
}
