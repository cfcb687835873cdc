using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Secrets;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Model.Engines;

/// <summary>What builds and holds images on a machine. All failures are <see cref="SlipwayException"/>s.</summary>
public interface IImageEngine : IAsyncDisposable
{
    EngineDescription Description { get; }

    /// <summary>What builds. To find it takes starting programs, which nothing but a build has to wait for.</summary>
    /// <exception cref="SlipwayException">There is nothing that builds.</exception>
    Task<BuilderDescription> DescribeBuilderAsync(CancellationToken cancellationToken);

    /// <summary>The values of secrets that a build can be given.</summary>
    /// <exception cref="SlipwayException">One cannot be read, or the builder knows no secrets.</exception>
    Task<ImmutableArray<SecretValue>> ReadSecretsAsync(
        ImmutableArray<BuildSecret> secrets, CancellationToken cancellationToken);

    /// <summary>Builds an image.</summary>
    /// <param name="request">What to build.</param>
    /// <param name="log">Called with each line that the engine prints, secrets blotted out;
    /// from one thread at a time.</param>
    /// <param name="cancellationToken">Stops the build and its processes.</param>
    /// <returns>The image, as the engine has it, without a tag.</returns>
    Task<EngineImage> BuildAsync(BuildRequest request, Action<string> log, CancellationToken cancellationToken);

    /// <summary>The image under a tag or an image ID (<c>sha256:…</c>), or null.</summary>
    Task<EngineImage?> FindAsync(string reference, CancellationToken cancellationToken);

    /// <summary>
    /// The image that the engine has under a name as Dockerfiles write it, such as <c>debian:12</c>;
    /// null when it has none.
    /// </summary>
    Task<EngineImage?> ResolveAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Has the engine fetch an image from its registry.</summary>
    /// <param name="reference">The image as Dockerfiles write it.</param>
    /// <param name="platform"><c>os/architecture[/variant]</c>.</param>
    /// <param name="log">Called with each line that the engine prints.</param>
    /// <exception cref="SlipwayException">The registry does not have it, or does not give it.</exception>
    Task<EngineImage> PullAsync(
        string reference, string platform, Action<string> log, CancellationToken cancellationToken);

    /// <summary>The full tags that begin with a text.</summary>
    Task<IReadOnlyList<string>> FindTagsAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Opens the stream of an image's archive (what <c>docker save</c> gives).</summary>
    /// <remarks>Reading it fails when the engine dies on the way: it never ends early in silence.</remarks>
    Task<Stream> SaveAsync(ImageHash imageHash, CancellationToken cancellationToken);

    /// <summary>
    /// An image as the engine's own storage has it, so that nobody has to wait until the engine has saved all of it;
    /// null where that cannot be read.
    /// </summary>
    IEngineLayers? OpenLayers(EngineImageLayers image) => null;

    /// <summary>Loads an archive and compares what came out.</summary>
    /// <param name="expected">The image that it holds.</param>
    /// <param name="writeArchive">Writes the archive; called with how many of the lowest layers may be left out because
    /// the engine has them, and again with none when the engine refuses such an archive.</param>
    Task<LoadResult> LoadAsync(
        EngineImageLayers expected,
        Func<int, Stream, CancellationToken, Task> writeArchive,
        CancellationToken cancellationToken);

    /// <summary>
    /// Has the engine read an archive of which nothing is known before; what came of it is asked afterwards. An engine
    /// that may keep layers of an archive that has no end reads nothing.
    /// </summary>
    /// <param name="archive">A docker-archive. A failure of its source ends the connection before the archive's end, so
    /// that the engine keeps nothing.</param>
    /// <returns>Bytes that the engine read; 0 when it does not do this, or did not take the archive.</returns>
    Task<long> TakeAsync(Stream archive, CancellationToken cancellationToken) => Task.FromResult(0L);

    /// <summary>Points a full tag, such as <c>base:latest</c>, at an image that the engine has.</summary>
    Task TagAsync(ImageHash imageHash, string tag, CancellationToken cancellationToken);

    /// <summary>Points full tags at an image that the engine has.</summary>
    async Task TagAsync(ImageHash imageHash, IReadOnlyCollection<string> tags, CancellationToken cancellationToken)
    {
        foreach (string tag in tags)
        {
            await TagAsync(imageHash, tag, cancellationToken);
        }
    }

    /// <summary>
    /// Takes a tag away; an image that has no other name goes with it. A tag that is not there is no error.
    /// </summary>
    Task UntagAsync(string tag, CancellationToken cancellationToken);

    /// <summary>Removes an image that nothing refers to; one that is tagged or in use stays.</summary>
    Task RemoveAsync(ImageHash imageHash, CancellationToken cancellationToken);

    /// <summary>Runs a container in the foreground, its standard streams those of this process.</summary>
    /// <param name="imageHash">The image.</param>
    /// <param name="options">Options in Docker's words, and those of <see cref="RunOptions"/>.</param>
    /// <param name="command">What to run; empty for the image's own.</param>
    /// <param name="cancellationToken">Interrupts it, and ends it when it does not end by that.</param>
    /// <returns>The container's exit code.</returns>
    Task<int> RunAsync(
        ImageHash imageHash,
        ImmutableArray<string> options,
        ImmutableArray<string> command,
        CancellationToken cancellationToken);
}

/// <summary>What engine is there, for people and for records.</summary>
/// <param name="Name"><c>docker</c>, <c>podman</c> or <c>buildah</c>.</param>
/// <param name="Version">The server's version.</param>
/// <param name="Endpoint">The address of its API, or of the place where its images are when it has none.</param>
/// <param name="Root">Where the server keeps its data, when it says so.</param>
public sealed record EngineDescription(string Name, string Version, string Endpoint, string? Root);

/// <summary>What builds in an engine.</summary>
/// <param name="Name"><c>buildkit</c>, <c>buildx</c>, <c>classic</c>, <c>podman</c> or <c>buildah</c>.</param>
/// <param name="Grammar">How it reads Dockerfiles.</param>
public sealed record BuilderDescription(string Name, BuilderGrammar Grammar);

/// <summary>How what builds in an engine reads a Dockerfile, as far as builders differ.</summary>
/// <param name="Heredocs">Whether it knows here-documents by itself.</param>
/// <param name="Frontends">Whether it runs the image that <c># syntax=</c> names to read the file.</param>
/// <param name="Transports">Whether a name may be a place on the machine, such as <c>oci:/path</c> or
/// <c>docker-archive:file</c>.</param>
public sealed record BuilderGrammar(bool Heredocs, bool Frontends, bool Transports)
{
    /// <summary>
    /// Whether it puts the values of variables into a mount of <c>RUN</c> before it reads its fields, not after.
    /// </summary>
    public bool MountsOfVariables { get; init; }

    /// <summary>
    /// Whether it finds a remembered step again only when the ids of the step's secret mounts are the same, and writes
    /// these ids into no image.
    /// </summary>
    public bool RemembersSecretIds { get; init; }
}

/// <summary>What a load did.</summary>
/// <param name="LayersSent">How many layers went to the engine.</param>
/// <param name="LayersPresent">How many it had already.</param>
/// <param name="BytesSent">Bytes of the archive.</param>
public sealed record LoadResult(int LayersSent, int LayersPresent, long BytesSent);
