using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Secrets;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Tests;

/// <summary>
/// An engine in memory that is as strict as a real one (a FROM must name an image that is there, a tag an image that
/// exists, an archive must be whole) and fails or waits where a test tells it to. Images are real archives.
/// </summary>
internal sealed class ScriptedEngine : IImageEngine
{
    private static readonly DiagnosticCode Refused = new(9901, "The scripted engine refuses", ExitCode.Failed);

    private readonly ConcurrentDictionary<ImageHash, Held> _images = new();
    private readonly ConcurrentDictionary<string, ImageHash> _tags = new(StringComparer.Ordinal);
    private readonly Lock _counting = new();
    private int _building;

    public EngineDescription Description { get; } = new("scripted", "1.0", "none", null);

    public BuilderGrammar Grammar { get; set; } = new(Heredocs: true, Frontends: true, Transports: false);

    /// <summary>What the engine fetches when it is asked to; everything else is in no registry.</summary>
    public ConcurrentDictionary<string, string> Registry { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Pulled { get; } = new();

    public ConcurrentQueue<string> Built { get; } = new();

    public ConcurrentQueue<BuildRequest> Requests { get; } = new();

    public int Loads { get; private set; }

    public int MostAtOnce { get; private set; }

    /// <summary>Runs in the middle of each build, with the image's name; may wait or throw.</summary>
    public Func<string, CancellationToken, Task> DuringBuild { get; set; } = (_, _) => Task.CompletedTask;

    public IReadOnlyCollection<string> Tags => [.. _tags.Keys];

    /// <summary>The references of every FROM that was built.</summary>
    public ConcurrentQueue<string> Froms { get; } = new();

    /// <summary>The Dockerfile of every build, as the builder got it.</summary>
    public ConcurrentQueue<string> Dockerfiles { get; } = new();

    /// <summary>Puts an image into the engine behind Slipway's back.</summary>
    public void Hold(string tag, string trigger) =>
        _tags[tag] = Keep([[4, 5, 6]], ImmutableSortedDictionary<string, string>.Empty, trigger).ImageHash;

    public void Hold(string tag, params (string Key, string Value)[] labels) =>
        _tags[tag] = Keep(
            [
                [1, 2, 3],
            ],
            labels.ToImmutableSortedDictionary(label => label.Key, label => label.Value)).ImageHash;

    public void Empty()
    {
        _images.Clear();
        _tags.Clear();
    }

    public static SlipwayException Failure(string message) => new(new Diagnostic(Refused, message, "Mend the script."));

    /// <summary>Whether a build's Dockerfile is printed, as engines print the steps.</summary>
    public bool LogsDockerfile { get; set; }

    /// <summary>Whether no archive of an image can be had.</summary>
    public bool SavesNothing { get; set; }

    /// <summary>What the builder prints, line by line.</summary>
    public ImmutableArray<string> Says { get; set; } = [];

    /// <summary>Values of secrets by the variables that hold them.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public Task<BuilderDescription> DescribeBuilderAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new BuilderDescription("scripted", Grammar));

    public Task<ImmutableArray<SecretValue>> ReadSecretsAsync(
        ImmutableArray<BuildSecret> secrets, CancellationToken cancellationToken) =>
        Task.FromResult(ImmutableArray.CreateRange(secrets.Select(secret => new SecretValue(
            secret.Id, Encoding.UTF8.GetBytes(Variables[secret.Variable!])))));

    public int Images => _images.Count;

    public Task RemoveAsync(ImageHash imageHash, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_tags.Values.Contains(imageHash))
        {
            _images.TryRemove(imageHash, out _);
        }

        return Task.CompletedTask;
    }

    public async Task<EngineImage> BuildAsync(
        BuildRequest request, Action<string> log, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        lock (_counting)
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_building);
        }

        try
        {
            using var context = new MemoryStream();
            await request.WriteContext(context, cancellationToken);
            string name = request.Labels["dev.slipway.image"];
            string dockerfile = DockerfileOf(context.ToArray());
            Dockerfiles.Enqueue(dockerfile);
            log($"building {name}");
            foreach (string line in LogsDockerfile ? dockerfile.Split('\n') : [])
            {
                log(request.Translate(line));
            }

            foreach (string line in Says)
            {
                log(request.Translate(line));
            }

            await DuringBuild(name, cancellationToken);
            var layers = FromOf(context.ToArray()) is { } parent ? Resolve(parent).Layers : [];
            Built.Enqueue(name);
            return Keep(layers.Add(context.ToArray()), request.Labels, TriggersOf(context.ToArray()));
        }
        finally
        {
            lock (_counting)
            {
                _building--;
            }
        }
    }

    public Task<EngineImage?> FindAsync(string reference, CancellationToken cancellationToken) =>
        Task.FromResult(
            ImageHash.TryParse(reference, out var hash) || _tags.TryGetValue(reference, out hash)
                ? _images.GetValueOrDefault(hash)?.Image
                : null);

    public Task<EngineImage?> ResolveAsync(string reference, CancellationToken cancellationToken) =>
        FindAsync(reference, cancellationToken);

    public Task<EngineImage> PullAsync(
        string reference, string platform, Action<string> log, CancellationToken cancellationToken)
    {
        Pulled.Enqueue(reference);
        log($"pulling {reference}");
        if (!Registry.TryGetValue(reference, out string? content))
        {
            throw Failure($"no registry has {reference}");
        }

        var image = Keep([Encoding.UTF8.GetBytes(content)], ImmutableSortedDictionary<string, string>.Empty);
        _tags[reference] = image.ImageHash;
        return Task.FromResult(image);
    }

    public Task<IReadOnlyList<string>> FindTagsAsync(string prefix, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([
            .. _tags.Keys.Where(tag => tag.StartsWith(prefix, StringComparison.Ordinal)),
        ]);

    public Task<Stream> SaveAsync(ImageHash imageHash, CancellationToken cancellationToken)
    {
        var held = (SavesNothing ? null : _images.GetValueOrDefault(imageHash))
            ?? throw Failure($"no image {imageHash}");
        var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            var paths = new JsonArray();
            for (int i = 0; i < held.Layers.Length; i++)
            {
                Write(tar, $"{i}/layer.tar", held.Layers[i]);
                paths.Add($"{i}/layer.tar");
            }

            Write(tar, $"{imageHash}.json", held.Config);
            Write(tar, "manifest.json", Encoding.UTF8.GetBytes(new JsonArray(new JsonObject
            {
                ["Config"] = $"{imageHash}.json",
                ["RepoTags"] = new JsonArray(),
                ["Layers"] = paths,
            }).ToJsonString()));
        }

        archive.Position = 0;
        return Task.FromResult<Stream>(archive);
    }

    public async Task<LoadResult> LoadAsync(
        EngineImageLayers expected,
        Func<int, Stream, CancellationToken, Task> writeArchive,
        CancellationToken cancellationToken)
    {
        if (_images.ContainsKey(expected.ImageHash))
        {
            return new LoadResult(0, expected.DiffIds.Length, 0);
        }

        using var archive = new MemoryStream();
        await writeArchive(0, archive, cancellationToken);
        Loads++;
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        archive.Position = 0;
        using var tar = new TarReader(archive);
        while (tar.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files[entry.Name] = content.ToArray();
        }

        var manifest = JsonNode.Parse(files["manifest.json"])![0]!;
        byte[] config = files[(string)manifest["Config"]!];
        var layers = manifest["Layers"]!.AsArray().Select(path => files[(string)path!]).ToImmutableArray();
        if (ImageHash.Of(config) != expected.ImageHash
            || !layers.Select(layer => DiffId.Of(layer)).SequenceEqual(expected.DiffIds))
        {
            throw Failure("the archive holds another image");
        }

        _images[expected.ImageHash] = new Held(
            new EngineImage(
                expected.ImageHash, expected.DiffIds, archive.Length, ImmutableSortedDictionary<string, string>.Empty),
            config,
            layers);
        return new LoadResult(layers.Length, 0, archive.Length);
    }

    public Task TagAsync(ImageHash imageHash, string tag, CancellationToken cancellationToken)
    {
        _tags[tag] = _images.ContainsKey(imageHash) ? imageHash : throw Failure($"no image {imageHash} to tag");
        return Task.CompletedTask;
    }

    public Task UntagAsync(string tag, CancellationToken cancellationToken)
    {
        _tags.TryRemove(tag, out _);
        return Task.CompletedTask;
    }

    public Task<int> RunAsync(
        ImageHash imageHash,
        ImmutableArray<string> options,
        ImmutableArray<string> command,
        CancellationToken cancellationToken) => throw Failure("it runs no containers");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Held Resolve(string reference)
    {
        Froms.Enqueue(reference);
        return _tags.TryGetValue(reference, out var hash) && _images.TryGetValue(hash, out var held)
            ? held
            : throw Failure($"no image {reference} to build on");
    }

    private EngineImage Keep(
        ImmutableArray<byte[]> layers,
        ImmutableSortedDictionary<string, string> labels,
        params ImmutableArray<string> triggers)
    {
        ImmutableArray<DiffId> diffIds = [.. layers.Select(layer => DiffId.Of(layer))];
        byte[] config = Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["architecture"] = "amd64",
                ["os"] = "linux",
                ["created"] = $"2026-01-01T00:00:00.{_images.Count:D9}Z",
                ["config"] = new JsonObject
                {
                    ["Labels"] = new JsonObject(
                        labels.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
                    ["OnBuild"] = new JsonArray([.. triggers.Select(trigger => (JsonNode)trigger)]),
                },
                ["rootfs"] = new JsonObject
                {
                    ["type"] = "layers",
                    ["diff_ids"] = new JsonArray([.. diffIds.Select(id => (JsonNode)id.ToOciString())]),
                },
                ["history"] = new JsonArray(),
            }.ToJsonString());
        var image = new EngineImage(ImageHash.Of(config), diffIds, layers.Sum(layer => layer.LongLength), labels)
        {
            Triggers = triggers,
        };
        _images[image.ImageHash] = new Held(image, config, layers);
        return image;
    }

    private static ImmutableArray<string> TriggersOf(byte[] context) =>
        [
            .. DockerfileOf(context)
                .Split('\n')
                .Where(line => line.StartsWith("ONBUILD ", StringComparison.Ordinal))
                .Select(line => line["ONBUILD ".Length..]),
        ];

    /// <summary>The image of the last FROM, or null for scratch.</summary>
    private static string? FromOf(byte[] context)
    {
        string from = DockerfileOf(context)
            .Split('\n')
            .Last(line => line.StartsWith("FROM ", StringComparison.Ordinal));
        return from[5..] is "scratch" ? null : from[5..];
    }

    private static string DockerfileOf(byte[] context)
    {
        using var tar = new TarReader(new MemoryStream(context));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.Name == "Dockerfile")
            {
                using var reader = new StreamReader(entry.DataStream!);
                return reader.ReadToEnd();
            }
        }

        throw Failure("the context has no Dockerfile");
    }

    private static void Write(TarWriter tar, string name, byte[] content) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });

    private sealed record Held(EngineImage Image, byte[] Config, ImmutableArray<byte[]> Layers);
}
