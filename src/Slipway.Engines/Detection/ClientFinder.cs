using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Engines.Settings;
using Slipway.Model.Diagnostics;
using Slipway.Processes;

namespace Slipway.Engines.Detection;

/// <summary>
/// Chooses the command that builds: every <c>docker</c> on PATH is a candidate, and BuildKit is preferred.
/// </summary>
internal sealed partial class ClientFinder(EngineEnvironment environment, ProcessRunner runner)
{
    // Docker 23 took BuildKit out of the client (https://docs.docker.com/engine/release-notes/23.0/#2300).
    private const int FirstWithoutBuildKit = 23;

    /// <returns>The client, or null when there is none.</returns>
    public Task<BuildClient?> FindAsync(EngineKind kind, CancellationToken cancellationToken) =>
        kind switch
        {
            EngineKind.Docker => FindDockerAsync(cancellationToken),
            EngineKind.Podman => FindAsync("podman", PodmanVersion(), Builder.Podman, cancellationToken),
            _ => FindAsync("buildah", BuildahVersion(), Builder.Buildah, cancellationToken),
        };

    /// <summary>The files of that name on PATH, in its order, each once however many links lead to it.</summary>
    public ImmutableArray<string> OnPath(string name)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = ImmutableArray.CreateBuilder<string>();
        foreach (string folder in (environment.Get("PATH") ?? string.Empty).Split(Path.PathSeparator))
        {
            string path = Path.Combine(folder, name);
            if (Path.IsPathFullyQualified(folder) && IsExecutable(path) && seen.Add(RealPath(path)))
            {
                found.Add(path);
            }
        }

        return found.ToImmutable();
    }

    private async Task<BuildClient?> FindDockerAsync(CancellationToken cancellationToken)
    {
        BuildClient? classic = null;
        foreach (string path in OnPath("docker"))
        {
            // podman-docker installs a 'docker' that is Podman; it does not say "Docker version".
            string? version = await VersionAsync(path, DockerVersion(), cancellationToken);
            if (version is null)
            {
                continue;
            }

            int major = int.Parse(version.AsSpan(0, version.IndexOf('.')), CultureInfo.InvariantCulture);
            if (major < FirstWithoutBuildKit)
            {
                return new BuildClient(path, version, Builder.BuildKit);
            }

            if (await HasBuildxAsync(path, cancellationToken))
            {
                return new BuildClient(path, version, Builder.Buildx);
            }

            classic ??= new BuildClient(path, version, Builder.Classic);
        }

        return classic;
    }

    private async Task<BuildClient?> FindAsync(
        string name, Regex pattern, Builder builder, CancellationToken cancellationToken)
    {
        foreach (string path in OnPath(name))
        {
            if (await VersionAsync(path, pattern, cancellationToken) is { } version)
            {
                return new BuildClient(path, version, builder);
            }
        }

        return null;
    }

    private async Task<string?> VersionAsync(string path, Regex pattern, CancellationToken cancellationToken)
    {
        try
        {
            var (exitCode, output) = await runner.CaptureAsync(Command(path, "--version"), cancellationToken);
            var match = pattern.Match(output);
            return exitCode == 0 && match.Success ? match.Groups["version"].Value : null;
        }
        catch (SlipwayException)
        {
            // A file that cannot be started is no candidate; another may be.
            return null;
        }
    }

    private async Task<bool> HasBuildxAsync(string path, CancellationToken cancellationToken) =>
        (await runner.CaptureAsync(Command(path, "buildx", "version"), cancellationToken)).ExitCode == 0;

    private ToolCommand Command(string path, params ImmutableArray<string> arguments) =>
        new(path, arguments, environment.ForChild());

    private static bool IsExecutable(string path)
    {
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path)
            && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Execute) != UnixFileMode.None);
    }

    private static string RealPath(string path)
    {
        // /bin is a link to /usr/bin on many systems, so the folder is resolved too.
        string folder = Path.GetDirectoryName(path)!;
        string realFolder = Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder;
        string file = Path.Combine(realFolder, Path.GetFileName(path));
        return File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
    }

    [GeneratedRegex(
        @"^Docker version (?<version>[0-9]+\.[^\s,]+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex DockerVersion();

    [GeneratedRegex(
        @"^podman version (?<version>[0-9]+\.\S+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex PodmanVersion();

    [GeneratedRegex(
        @"^buildah version (?<version>[0-9]+\.\S+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex BuildahVersion();
}
