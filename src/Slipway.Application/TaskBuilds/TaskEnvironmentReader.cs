using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Application.TaskBuilds;

/// <summary>Reads the environment of an image's task; whatever is wrong with it is told at once.</summary>
public sealed class TaskEnvironmentReader
{
    // As the builder of taskgraph's images.
    private const int DefaultCompression = 3;

    private readonly VariableReader _variables;

    private TaskEnvironmentReader(VariableReader variables) => _variables = variables;

    /// <param name="environment">Variables by name.</param>
    /// <param name="contextFile">The context when it is a file of this machine, so that no task need be named.</param>
    /// <param name="parentFile">The parent when it is a file of this machine.</param>
    /// <exception cref="SlipwayException">Variables are missing or cannot be understood: each of them.</exception>
    public static TaskBuildSettings Read(
        IReadOnlyDictionary<string, string> environment, string? contextFile, string? parentFile)
    {
        var variables = new VariableReader(environment);
        var settings = new TaskEnvironmentReader(variables).Read(contextFile, parentFile);
        return variables.Problems is { IsEmpty: false } problems ? throw new SlipwayException(problems) : settings;
    }

    private TaskBuildSettings Read(string? contextFile, string? parentFile)
    {
        bool isArtifact = contextFile is null;
        var (tag, name) = ReadName();
        var args = ReadArgs();
        if (_variables.Find(TaskVariables.RootUrl) is { } root && !args.ContainsKey(TaskVariables.RootUrl))
        {
            // With it a Dockerfile finds the packages that DOCKER_IMAGE_PACKAGES names by their tasks.
            args = args.Add(TaskVariables.RootUrl, root);
        }

        return new TaskBuildSettings
        {
            ContextFile = contextFile,
            ContextTask = isArtifact
                ? _variables.Need(TaskVariables.ContextTask, "the task that has the build context", _variables.ReadTask)
                : null,
            ContextArtifact = isArtifact
                ? _variables.Need(
                    TaskVariables.ContextPath, "the artifact with the build context", _variables.ReadArtifact)
                : null,
            ContextHash = _variables
                .Need(TaskVariables.Hash, "SHA-256 of the build context", _variables.ReadHash)
                .GetValueOrDefault(),
            Dockerfile = _variables.Want(TaskVariables.Dockerfile, _variables.ReadPath)?.Value
                ?? BuildRequest.UsualDockerfile,
            Name = name,
            Tag = tag,
            ParentFile = parentFile,
            ParentTask = _variables.Want(TaskVariables.ParentTask, _variables.ReadTask),
            Parents = ReadParents(),
            Args = args,
            Compression = _variables.Want(TaskVariables.Compression, _variables.ReadCompression) ?? DefaultCompression,
            Platform = ReadPlatform(),
            Digest = _variables.Want(TaskVariables.Digest, _variables.ReadInputsDigest),
            IsProtected = ReadProtected(),
            Task = _variables.Want(TaskVariables.Task, _variables.ReadTask),
            Run = _variables.Want(TaskVariables.Run, _variables.ReadRun),
            Owner = ReadOwner(),
        };
    }

    /// <summary>A name like an image's of the tree, or a full tag as taskgraph's builder also takes it.</summary>
    private (string Tag, string Name) ReadName()
    {
        if (_variables.Find(TaskVariables.ImageName) is not { } text)
        {
            _variables.Miss(TaskVariables.ImageName, "names the image");
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

        _variables.Refuse(TaskVariables.ImageName, text, $"Give a name, and a tag if need be: {ImageName.Grammar}.");
        return (string.Empty, string.Empty);
    }

    private ImmutableSortedDictionary<string, string> ReadArgs()
    {
        var args = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        _variables.ReadObject(TaskVariables.BuildArgs, "{\"NAME\": \"value\"}", (name, value) => args[name] = value);
        return args.ToImmutable();
    }

    private ImmutableSortedDictionary<string, TaskId> ReadParents()
    {
        var parents = ImmutableSortedDictionary.CreateBuilder<string, TaskId>(StringComparer.Ordinal);
        _variables.ReadObject(TaskVariables.Parents, "{\"base\": \"id of its task\"}", (name, value) =>
        {
            if (_variables.ReadTask($"{TaskVariables.Parents} of '{Display.Text(name)}'", value) is { } task)
            {
                parents[name] = task;
            }
        });
        return parents.ToImmutable();
    }

    private string ReadPlatform()
    {
        if (_variables.Find(TaskVariables.Platform) is not { } platform)
        {
            // A task of taskgraph's runs on a worker of the platform for which it builds.
            string architecture = RuntimeInformation.OSArchitecture == Architecture.X64
                ? "amd64"
                : RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
            return $"linux/{architecture}";
        }

        if (platform.Split('/') is not { Length: 2 or 3 } parts || !parts.All(part => ImageName.TryParse(part, out _)))
        {
            _variables.Refuse(
                TaskVariables.Platform, platform, "Give operating system and architecture, such as linux/amd64.");
        }

        return platform;
    }

    private bool ReadProtected()
    {
        string? text = _variables.Find(TaskVariables.Protected);
        if (text is not (null or "" or "0" or "1"))
        {
            _variables.Refuse(TaskVariables.Protected, text, "Give 1 for a protected level, 0 for another one.");
        }

        // What is not understood counts for the stricter.
        return text is not (null or "" or "0");
    }

    private string? ReadOwner()
    {
        if (_variables.Find(TaskVariables.Owner) is not { } owner)
        {
            return null;
        }

        if (owner.Split(':') is not { Length: 2 } parts
            || !parts.All(part => uint.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            _variables.Refuse(TaskVariables.Owner, owner, "Give the numbers of a user and a group, as in 1000:1000.");
        }

        return owner;
    }
}
