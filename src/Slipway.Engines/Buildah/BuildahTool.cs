using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Engines.Settings;
using Slipway.Files.Scratch;
using Slipway.Model.Diagnostics;
using Slipway.Processes;

namespace Slipway.Engines.Buildah;

/// <summary>The <c>buildah</c> command.</summary>
/// <param name="path">Where it is.</param>
/// <param name="environment">Handed to it, so that its own variables (<c>STORAGE_DRIVER</c>,
/// <c>CONTAINERS_CONF</c>) count.</param>
/// <param name="runner">Runs it.</param>
/// <param name="driver">The storage driver; null for what Buildah's configuration says.</param>
internal sealed class BuildahTool(
    string path, EngineEnvironment environment, ProcessRunner runner, string? driver = null)
{
    /// <summary>The storage driver that works everywhere, for it copies whole images.</summary>
    public const string Vfs = "vfs";

    // Without a storage.conf Buildah 1.28 does not look at STORAGE_DRIVER.
    private readonly string? _driver = driver ?? (environment.Get("STORAGE_DRIVER") == Vfs ? Vfs : null);

    public ProcessRunner Runner { get; } = runner;

    /// <summary>
    /// Where contexts are unpacked and archives put down; Buildah's own choice too (buildah-build(1), <c>TMPDIR</c>),
    /// because <c>/tmp</c> may be memory.
    /// </summary>
    public string TemporaryFolder => environment.Get("TMPDIR") ?? "/var/tmp";

    public ToolCommand Command(params ImmutableArray<string> arguments) =>
        new(path, WithDriver(arguments), environment.ForChild());

    public ToolCommand CommandIn(string temporaryFolder, ImmutableArray<string> arguments) =>
        new(path, WithDriver(arguments), environment.ForChild(("TMPDIR", temporaryFolder)));

    /// <summary>The same command, held to the storage driver that it found to work.</summary>
    /// <remarks>
    /// Buildah tries overlay before it falls back to vfs, leaves a folder of it, and the next time takes that for the
    /// driver of its images. Other drivers have options in the configuration, which naming the driver would drop.
    /// </remarks>
    public BuildahTool HeldTo(BuildahStore store) =>
        store.Driver == Vfs ? new BuildahTool(path, environment, Runner, Vfs) : this;

    /// <summary>A folder for one piece of work, which its owner disposes of.</summary>
    public ScratchFolder CreateFolder() => ScratchFolder.Create(ScratchPurpose.Buildah, TemporaryFolder);

    /// <summary>What a command prints.</summary>
    /// <exception cref="SlipwayException">It failed.</exception>
    public async Task<string> ReadAsync(
        string what, CancellationToken cancellationToken, params ImmutableArray<string> arguments)
    {
        var output = await Runner.ReadAsync(Command(arguments), default, cancellationToken);
        return output.ExitCode == 0
            ? System.Text.Encoding.UTF8.GetString(output.Output.Span).Trim()
            : throw BuildahErrors.Refused(what, output.ExitCode, output.Errors);
    }

    /// <summary>What a command prints about an image, or null when there is no such image.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public async Task<string?> FindAsync(
        string what, CancellationToken cancellationToken, params ImmutableArray<string> arguments)
    {
        var output = await Runner.ReadAsync(Command(arguments), default, cancellationToken);
        if (output.ExitCode == 0)
        {
            return System.Text.Encoding.UTF8.GetString(output.Output.Span);
        }

        return BuildahErrors.IsUnknownImage(output.Errors)
            ? null
            : throw BuildahErrors.Refused(what, output.ExitCode, output.Errors);
    }

    /// <summary>The JSON that a command prints.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public async Task<JsonDocument> ReadJsonAsync(
        string what, CancellationToken cancellationToken, params ImmutableArray<string> arguments) =>
        Parse(what, await ReadAsync(what, cancellationToken, arguments));

    public static JsonDocument Parse(string what, string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            throw BuildahErrors.Refused(what, 0, "its answer is no JSON");
        }
    }

    private ImmutableArray<string> WithDriver(ImmutableArray<string> arguments) =>
        _driver is null ? arguments : ["--storage-driver", _driver, .. arguments];
}
