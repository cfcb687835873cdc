using System.Text.Json;
using Slipway.Model.Diagnostics;

namespace Slipway.Engines.Buildah;

/// <summary>
/// Where Buildah keeps its images (buildah-info(1)); Podman on the same machine keeps them there too.
/// </summary>
/// <param name="Driver">Such as <c>overlay</c> or <c>vfs</c>.</param>
/// <param name="Root">The folder.</param>
internal sealed record BuildahStore(string Driver, string Root)
{
    /// <summary>
    /// What stands for an address: there is none, and the images are what makes two uses the same engine.
    /// </summary>
    public string Address => $"containers-storage:{Root}";

    /// <exception cref="SlipwayException">It cannot keep images: this user may not,
    /// or the storage driver does not work.</exception>
    public static async Task<BuildahStore> ReadAsync(BuildahTool buildah, CancellationToken cancellationToken)
    {
        var output = await buildah.Runner.ReadAsync(buildah.Command("info"), default, cancellationToken);
        if (output.ExitCode != 0)
        {
            throw BuildahErrors.Unusable(output.ExitCode, output.Errors);
        }

        try
        {
            using var document = JsonDocument.Parse(output.Output);
            var store = document.RootElement.GetProperty("store");
            return new BuildahStore(
                store.GetProperty("GraphDriverName").GetString() ?? string.Empty,
                store.GetProperty("GraphRoot").GetString() ?? string.Empty);
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw BuildahErrors.Unusable(0, "'buildah info' does not say where they would be");
        }
    }
}
