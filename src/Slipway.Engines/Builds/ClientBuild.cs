using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using Slipway.Engines.Api;
using Slipway.Engines.Detection;
using Slipway.Engines.Errors;
using Slipway.Engines.Settings;
using Slipway.Files.Scratch;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Secrets;
using Slipway.Model.Values;
using Slipway.Processes;

namespace Slipway.Engines.Builds;

/// <summary>Builds through the engine's command and looks at what came out.</summary>
/// <param name="images">The engine's images.</param>
/// <param name="client">The command.</param>
/// <param name="compose">Makes its command line: what to build, the values of <c>--secret</c>,
/// where the image ID goes.</param>
/// <param name="runner">Runs it.</param>
/// <param name="environment">Where secrets may be.</param>
internal sealed class ClientBuild(
    IBuiltImages images,
    BuildClient client,
    Func<BuildRequest, ImmutableArray<string>, string, ToolCommand> compose,
    ProcessRunner runner,
    EngineEnvironment environment)
{
    /// <returns>The image, without a tag as yet: nothing points at it before it has been looked at.</returns>
    public async Task<EngineImage> BuildAsync(
        BuildRequest request, Action<string> log, CancellationToken cancellationToken)
    {
        var secrets = Resolve(request.Secrets);
        using var folder = ScratchFolder.Create(ScratchPurpose.Build);
        string imageIdFile = Path.Combine(folder.Path, "image-id");
        var command = compose(request, secrets.Options, imageIdFile);
        command = command with { Environment = command.Environment.SetItems(secrets.Variables) };
        await RunAsync(command, request, secrets.Mask, log, cancellationToken);
        var image = await ReadImageAsync(imageIdFile, cancellationToken);
        CheckPlatform(image, request.Platform);
        if (request.Secrets.Length > 0)
        {
            await CheckConfigAsync(image.ImageHash, secrets.Mask, cancellationToken);
        }

        return image;
    }

    /// <exception cref="SlipwayException">A secret cannot be read, or the builder knows no secrets.</exception>
    public ResolvedSecrets Resolve(ImmutableArray<BuildSecret> secrets) =>
        client.Builder == Builder.Classic && secrets.Length > 0
            ? throw NeedsBuildKit(secrets[0])
            : ResolvedSecrets.Of(secrets, environment);

    private async Task RunAsync(
        ToolCommand command,
        BuildRequest request,
        SecretMask mask,
        Action<string> write,
        CancellationToken cancellationToken)
    {
        var output = new BuildOutput();
        var log = new LogMask(mask);
        int exitCode = await runner.RunAsync(
            command,
            (input, token) => WriteContextAsync(request, input, token),
            line =>
            {
                string said = request.Translate(log.Next(line));
                output.Add(said);
                write(said);
            },
            cancellationToken);
        if (exitCode == 0)
        {
            return;
        }

        var failure = output.Failure(exitCode, request.LoggedAs);
        bool alive = await images.IsAliveAsync();
        // Ctrl-C reaches the command by itself, and it may end before the token knows.
        cancellationToken.ThrowIfCancellationRequested();
        throw alive
            ? new SlipwayException(failure)
            : images.Lost("build an image", new IOException(failure.Message));
    }

    /// <summary>
    /// Docker's client takes a context for a Dockerfile unless its first kilobyte is a whole entry of a tar
    /// (docker/cli's <c>build.IsArchive</c>, v20.10), which a long name or one in other letters than ASCII is not.
    /// Gzip it knows by two bytes, so the tar comes in that, as it is.
    /// </summary>
    private async Task WriteContextAsync(BuildRequest request, Stream input, CancellationToken cancellationToken)
    {
        if (client.Builder is not (Builder.Classic or Builder.BuildKit or Builder.Buildx))
        {
            await request.WriteContext(input, cancellationToken);
            return;
        }

        var packed = new GZipStream(input, CompressionLevel.NoCompression, leaveOpen: true);
        await request.WriteContext(packed, cancellationToken);
        // Only now: what ended with an exception must not look whole.
        await packed.DisposeAsync();
    }

    private async Task<EngineImage> ReadImageAsync(string imageIdFile, CancellationToken cancellationToken)
    {
        string text = File.Exists(imageIdFile)
            ? (await File.ReadAllTextAsync(imageIdFile, cancellationToken)).Trim()
            : string.Empty;
        if (!Sha256Digest.TryParse(text, out var id))
        {
            throw ApiErrors.Refused("build an image", "its command ended well but wrote no image ID");
        }

        return await images.FindAsync(id.ToOciString(), cancellationToken)
            ?? throw ApiErrors.Refused("build an image", $"the image {id.Short} that it built is not there");
    }

    private static void CheckPlatform(EngineImage image, string wanted)
    {
        // A variant that only one side names (arm64 and arm64/v8) is no contradiction.
        string[] have = image.Platform.Split('/');
        string[] want = wanted.Split('/');
        int compared = Math.Min(have.Length, want.Length);
        if (!have.AsSpan(0, compared).SequenceEqual(want.AsSpan(0, compared)))
        {
            throw new SlipwayException(new Diagnostic(
                EngineCodes.PlatformMismatch,
                $"The image was to be built for {wanted}, but the engine built it for {image.Platform}",
                "Use an engine with BuildKit for other platforms than its own, or set 'platform' in slipway.yml"));
        }
    }

    private async Task CheckConfigAsync(ImageHash image, SecretMask mask, CancellationToken cancellationToken)
    {
        bool leaked = false;
        foreach (var document in await images.ReadDetailsAsync(image, cancellationToken))
        {
            using (document)
            {
                leaked |= Contains(document.RootElement, mask);
            }
        }

        if (leaked)
        {
            await images.RemoveAsync(image, cancellationToken);
            throw new SlipwayException(new Diagnostic(
                SecretCodes.Leaked,
                "The value of a build secret stands in the image's configuration or history",
                "Read the secret only in 'RUN --mount=type=secret', put it into no ARG, ENV, LABEL or command line, "
                + "and replace it. What the engine remembers may still hold the value until "
                + "that is cleared (docker builder prune, buildah rmi --prune)"));
        }
    }

    private static bool Contains(JsonElement element, SecretMask mask) => element.ValueKind switch
    {
        JsonValueKind.String => mask.IsIn(element.GetString()!),
        JsonValueKind.Array => element.EnumerateArray().Any(item => Contains(item, mask)),
        JsonValueKind.Object => element.EnumerateObject().Any(p => mask.IsIn(p.Name) || Contains(p.Value, mask)),
        _ => false,
    };

    private SlipwayException NeedsBuildKit(BuildSecret secret) =>
        new(
            new Diagnostic(
                EngineCodes.SecretsNeedBuildKit,
                $"The build asks for the secret '{secret.Id}', but {client.Path} {client.Version} has only "
                + "the classic builder, which knows no secrets",
                "Install Docker's buildx plugin (package docker-buildx-plugin or docker-buildx)"));
}
