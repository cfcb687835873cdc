using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Slipway.Application.TaskBuilds.Contexts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Application.TaskBuilds;

/// <summary>Reads the environment of an image's task; whatever is wrong with it is told at once.</summary>
public sealed class TaskEnvironmentReader
{
    // As the builder of taskgraph's images: what levels there are is zstd's to say.
    private const int DefaultCompression = 3;
    private const int MostCompression = 22;

    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly ImmutableArray<Diagnostic>.Builder _problems = ImmutableArray.CreateBuilder<Diagnostic>();

    private TaskEnvironmentReader(IReadOnlyDictionary<string, string> environment) => _environment = environment;

    /// <param name="environment">Variables by name.</param>
    /// <param name="contextFile">The context when it is a file of this machine, so that no task need be named.</param>
    /// <param name="parentFile">The parent when it is a file of this machine.</param>
    /// <exception cref="SlipwayException">Variables are missing or cannot be understood: each of them.</exception>
    public static TaskBuildSettings Read(
        IReadOnlyDictionary<string, string> environment, string? contextFile, string? parentFile)
    {
        var reader = new TaskEnvironmentReader(environment);
        var settings = reader.Read(contextFile, parentFile);
        return reader._problems.Count == 0 ? settings : throw new SlipwayException(reader._problems.ToImmutable());
    }

    private TaskBuildSettings Read(string? contextFile, string? parentFile)
    {
        bool isArtifact = contextFile is null;
        var (tag, name) = ReadName();
        var args = ReadArgs();
        if (Find(TaskVariables.RootUrl) is { } root && !args.ContainsKey(TaskVariables.RootUrl))
        {
            // With it a Dockerfile finds the packages that DOCKER_IMAGE_PACKAGES names by their tasks.
            args = args.Add(TaskVariables.RootUrl, root);
        }

        return new TaskBuildSettings
        {
            ContextFile = contextFile,
            ContextTask = isArtifact ? Need(TaskVariables.ContextTask, "the task that has the build context", ReadTask) : null,
            ContextArtifact = isArtifact ? Need(TaskVariables.ContextPath, "the artifact with the build context", ReadArtifact) : null,
            ContextHash = Need(TaskVariables.Hash, "SHA-256 of the build context", ReadHash).GetValueOrDefault(),
            Name = name,
            Tag = tag,
            ParentFile = parentFile,
            ParentTask = Want(TaskVariables.ParentTask, ReadTask),
            Parents = ReadParents(),
            Args = args,
            Compression = Want(TaskVariables.Compression, ReadCompression) ?? DefaultCompression,
            Platform = ReadPlatform(),
            Digest = Want(TaskVariables.Digest, ReadHash),
            IsProtected = ReadProtected(),
            Task = Want(TaskVariables.Task, ReadTask),
            Run = Want(TaskVariables.Run, ReadRun),
            Owner = ReadOwner(),
        };
    }

    private string? Find(string name) =>
        _environment.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

    private T? Need<T>(string name, string meaning, Func<string, string, T?> read)
        where T : struct
    {
        if (Find(name) is { } value)
        {
            return read(name, value);
        }

        _problems.Add(new Diagnostic(
            TaskBuildCodes.VariableMissing,
            $"{name} is not set, which says {meaning}",
            $"Set {name} in the environment of the task ('slipway decision' and taskgraph do)."));
        return null;
    }

    private T? Want<T>(string name, Func<string, string, T?> read)
        where T : struct =>
        Find(name) is { } value ? read(name, value) : null;

    private void Refuse(string name, string value, string remedy) => _problems.Add(new Diagnostic(
        TaskBuildCodes.VariableInvalid, $"{name} is '{Display.Text(value)}'", remedy));

    private TaskId? ReadTask(string name, string value)
    {
        if (TaskId.TryParse(value, out var id))
        {
            return id;
        }

        Refuse(name, value, "Give the id of a task: 22 letters, digits, '-' and '_'.");
        return null;
    }

    private ArtifactName? ReadArtifact(string name, string value)
    {
        if (ArtifactName.TryParse(value, out var artifact))
        {
            return artifact;
        }

        Refuse(name, value, "Give the name of an artifact, such as public/docker-contexts/base.tar.gz.");
        return null;
    }

    private Sha256Digest? ReadHash(string name, string value)
    {
        if (Sha256Digest.TryParse(value, out var hash))
        {
            return hash;
        }

        Refuse(name, value, "Give a SHA-256 value: 64 hexadecimal digits.");
        return null;
    }

    private int? ReadCompression(string name, string value)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int level) && level is >= 1 and <= MostCompression)
        {
            return level;
        }

        Refuse(name, value, $"Give a level of zstd: 1 to {MostCompression}.");
        return null;
    }

    private int? ReadRun(string name, string value)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int run))
        {
            return run;
        }

        Refuse(name, value, "Give the number of the run, from 0 on.");
        return null;
    }

    /// <summary>A name like an image's of the tree, or a full tag as taskgraph's builder also takes it.</summary>
    private (string Tag, string Name) ReadName()
    {
        if (Find(TaskVariables.ImageName) is not { } text)
        {
            _problems.Add(new Diagnostic(
                TaskBuildCodes.VariableMissing,
                $"{TaskVariables.ImageName} is not set, which names the image",
                $"Set {TaskVariables.ImageName} in the environment of the task ('slipway decision' and taskgraph do)."));
            return (string.Empty, string.Empty);
        }

        int colon = text.LastIndexOf(':') is var last && last > text.LastIndexOf('/') ? last : -1;
        string repository = colon < 0 ? text : text[..colon];
        string tag = colon < 0 ? ImageReference.DefaultTag : text[(colon + 1)..];
        string[] parts = repository.Split('/');
        if (parts.All(part => ImageName.TryParse(part, out _)) && ImageReference.IsTag(tag))
        {
            return ($"{repository}:{tag}", parts[^1]);
        }

        Refuse(TaskVariables.ImageName, text, $"Give a name, and a tag if need be: {ImageName.Grammar}.");
        return (string.Empty, string.Empty);
    }

    private ImmutableSortedDictionary<string, string> ReadArgs()
    {
        var args = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        ReadObject(TaskVariables.BuildArgs, "{\"NAME\": \"value\"}", (name, value) => args[name] = value);
        return args.ToImmutable();
    }

    private ImmutableSortedDictionary<string, TaskId> ReadParents()
    {
        var parents = ImmutableSortedDictionary.CreateBuilder<string, TaskId>(StringComparer.Ordinal);
        ReadObject(TaskVariables.Parents, "{\"base\": \"id of its task\"}", (name, value) =>
        {
            if (ReadTask($"{TaskVariables.Parents} of '{Display.Text(name)}'", value) is { } task)
            {
                parents[name] = task;
            }
        });
        return parents.ToImmutable();
    }

    private void ReadObject(string variable, string form, Action<string, string> add)
    {
        if (Find(variable) is not { } text)
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.String || member.Name.Length == 0)
                {
                    // The value is not shown: it is somebody's build argument.
                    Refuse(variable, member.Name, $"Give every member a name and a text, as in {form}.");
                    continue;
                }

                add(member.Name, member.Value.GetString()!);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            _problems.Add(new Diagnostic(
                TaskBuildCodes.VariableInvalid, $"{variable} is not a JSON object", $"Give an object of texts, as in {form}."));
        }
    }

    private string ReadPlatform()
    {
        if (Find(TaskVariables.Platform) is not { } platform)
        {
            // A task of taskgraph's runs on a worker of the platform for which it builds.
            return $"linux/{(RuntimeInformation.OSArchitecture == Architecture.X64 ? "amd64" : RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant())}";
        }

        if (platform.Split('/') is not { Length: 2 or 3 } parts || !parts.All(part => ImageName.TryParse(part, out _)))
        {
            Refuse(TaskVariables.Platform, platform, "Give operating system and architecture, such as linux/amd64.");
        }

        return platform;
    }

    private bool ReadProtected()
    {
        string? text = Find(TaskVariables.Protected);
        if (text is not (null or "" or "0" or "1"))
        {
            Refuse(TaskVariables.Protected, text, "Give 1 for a protected level, 0 for another one.");
        }

        // What is not understood counts for the stricter.
        return text is not (null or "" or "0");
    }

    private string? ReadOwner()
    {
        if (Find(TaskVariables.Owner) is not { } owner)
        {
            return null;
        }

        if (owner.Split(':') is not { Length: 2 } parts || !parts.All(part => uint.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            Refuse(TaskVariables.Owner, owner, "Give the numbers of a user and a group, as in 1000:1000.");
        }

        return owner;
    }
}
