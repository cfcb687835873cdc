using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Engines.Api;
using Slipway.Engines.Errors;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Values;

namespace Slipway.Engines.Buildah;

/// <summary>Buildah's images: what an engine's API would be, by its command.</summary>
internal sealed class BuildahImages(BuildahTool buildah, NameLock names) : IBuiltImages
{
    /// <summary>There is no daemon that could have died.</summary>
    public Task<bool> IsAliveAsync() => Task.FromResult(true);

    public SlipwayException Lost(string what, Exception? exception) =>
        BuildahErrors.Refused(what, 0, exception?.Message);

    public async Task<EngineImage?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        string what = $"inspect the image {reference}";
        using var document = await InspectAsync(reference, cancellationToken);
        try
        {
            return document is null ? null : BuildahInspection.Read(document.RootElement);
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or KeyNotFoundException or FormatException or JsonException)
        {
            throw BuildahErrors.Refused(what, 0, $"its answer is not understood ({exception.Message})");
        }
    }

    /// <summary>Fetches an image from its registry.</summary>
    public async Task<EngineImage> PullAsync(string reference, string platform, CancellationToken cancellationToken)
    {
        var output = await buildah.Runner.ReadAsync(
            buildah.Command("pull", "--quiet", "--policy", "always", "--platform", platform, $"docker://{reference}"),
            default,
            cancellationToken);
        return output.ExitCode == 0
            && System.Text.Encoding.UTF8.GetString(output.Output.Span).Trim() is var id
            && await FindAsync(id, cancellationToken) is { } image
                ? image
                : throw PullErrors.Failed(reference, EngineNames.Buildah, output.Errors);
    }

    /// <summary>All that it says about an image; null when there is none.</summary>
    public async Task<JsonDocument?> InspectAsync(string reference, CancellationToken cancellationToken)
    {
        string what = $"inspect the image {reference}";
        string? json = await buildah.FindAsync(what, cancellationToken, "inspect", "--type", "image", reference);
        return json is null ? null : BuildahTool.Parse(what, json);
    }

    /// <summary>The names of all images, each with its registry and its tag.</summary>
    public Task<IReadOnlyList<string>> ListTagsAsync(CancellationToken cancellationToken) =>
        ListTagsAsync(_ => true, cancellationToken);

    private async Task<IReadOnlyList<string>> ListTagsAsync(
        Func<string?, bool> isAsked, CancellationToken cancellationToken)
    {
        using var document = await buildah.ReadJsonAsync(
            "list its images", cancellationToken, "images", "--json", "--no-trunc");
        var tags = new List<string>();
        // No images are "null" in some versions.
        foreach (
            var image in document.RootElement.ValueKind == JsonValueKind.Array
                ? document.RootElement.EnumerateArray()
                : default)
        {
            if (isAsked(image.GetProperty("id").GetString()?.Split(':')[^1])
                && image.TryGetProperty("names", out var names)
                && names.ValueKind == JsonValueKind.Array)
            {
                tags.AddRange(names.EnumerateArray().Select(name => name.GetString()).OfType<string>());
            }
        }

        return tags;
    }

    public async Task TagAsync(ImageHash image, ImmutableArray<string> tags, CancellationToken cancellationToken)
    {
        if (tags.IsEmpty)
        {
            return;
        }

        _ = await names.HoldAsync(
                () => buildah.FindAsync(
                    $"tag the image {image.Short} as {string.Join(", ", tags)}",
                    cancellationToken,
                    ["tag", image.ToString(), .. tags]),
                cancellationToken)
            ?? throw BuildahErrors.Unknown(image);
    }

    /// <summary>Takes a tag away, or an image; one that is not there is no error.</summary>
    public Task UntagAsync(string tag, CancellationToken cancellationToken) =>
        names.HoldAsync(() => buildah.FindAsync($"untag {tag}", cancellationToken, "rmi", tag), cancellationToken);

    public async Task<Stream> SaveAsync(ImageHash image, CancellationToken cancellationToken)
    {
        // Asked first: a save that fails at once is told from one that is cut off.
        if (await FindAsync(image.ToString(), cancellationToken) is null)
        {
            throw BuildahErrors.Unknown(image);
        }

        var folder = buildah.CreateFolder();
        return ToolOutputStream.Start(
            buildah.Runner,
            buildah.CommandIn(folder.Path, ["push", "--quiet", image.ToString(), "docker-archive:/dev/stdout"]),
            (exitCode, said) => BuildahErrors.SaveFailed(image, exitCode, said),
            folder.Dispose,
            cancellationToken);
    }

    public async Task RemoveAsync(ImageHash image, CancellationToken cancellationToken)
    {
        try
        {
            // Buildah itself would take a single tag away with it.
            if (await ListTagsAsync(id => id == image.ToString(), cancellationToken) is [])
            {
                await UntagAsync(image.ToString(), cancellationToken);
            }
        }
        catch (SlipwayException)
        {
            // In use by a container or by another image: not ours to take away.
        }
    }

    public async Task<ImmutableArray<JsonDocument>> ReadDetailsAsync(
        ImageHash image, CancellationToken cancellationToken) =>
        [await InspectAsync(image.ToString(), cancellationToken) ?? throw BuildahErrors.Unknown(image)];
}
