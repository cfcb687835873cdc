using System.CommandLine;
using Slipway.Application.Running;
using Slipway.Application.Workspaces.Parts;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Options;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>mach taskgraph load-image</c>, and <c>mach taskcluster-load-image</c> of old.</summary>
internal sealed class MachLoadImageCommand : MachCommand
{
    private const string LevelVariable = "MOZ_SCM_LEVEL";
    private const string UsualLevel = "3";

    private readonly Argument<string?> _image = ImageArguments.Optional("The image; not needed with --task-id");
    private readonly Option<string?> _tag = MachOptions.Tag("A tag for it in the engine");

    private readonly Option<string?> _task = new("--task-id")
    {
        Description = "The task that has built it",
        HelpName = "ID",
    };

    public MachLoadImageCommand(string name)
        : base(name, "Load an image that a task has built")
    {
        Arguments.Add(_image);
        Options.Add(_tag);
        Options.Add(_task);
        Options.Add(EngineOption.Create());
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new($"slipway mach {Path} lint", "the image of this tree, as level 3 has built it"),
        new($"slipway mach {Path} --task-id ID --tag lint:ci", "what one task made"),
    ];

    private string Path => Name == "load-image" ? "taskgraph load-image" : Name;

    /// <summary>mach asks Taskcluster, and for what was built at level 3.</summary>
    public override WorkspaceSettings Adjust(WorkspaceSettings settings) => settings with
    {
        Backend = settings.Backend ?? BackendNames.Taskcluster,
        Push = settings.Push with
        {
            Level = settings.Push.Level
                ?? (Environment.GetEnvironmentVariable(LevelVariable) is { Length: > 0 } level ? level : UsualLevel),
        },
    };

    protected override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var output = invocation.Terminal.Output;
        string? name = invocation.Arguments.GetValue(_image);
        string? task = invocation.Arguments.GetValue(_task);
        if (name is null && task is null)
        {
            await output.WriteLineAsync("Specify either IMAGE-NAME or TASK-ID");
            return Failed;
        }

        string? tag = MachOptions.WithTag(MachOptions.ReadTag(invocation.Arguments, _tag));
        LoadRequest request = task is not null ? new LoadRequest.OfBuild(task) : new LoadRequest.OfTree(name!);
        var loaded = await LoadAsync(
            invocation, tag is null ? request : request with { Tags = [tag] }, cancellationToken);
        await output.WriteLineAsync($"Found docker image: {loaded.Name?.Value ?? loaded.Description}");
        if (tag is not null)
        {
            await output.WriteLineAsync($"Re-tagged as: {tag}");
        }

        string run = loaded.Tags.IsEmpty ? loaded.Image.ImageHash.ToString() : loaded.Tags[0];
        await output.WriteLineAsync($"Try: docker run -ti --rm {run} bash");
        return 0;
    }

    /// <summary>Most trees that find nothing are changed, or at a revision that nobody has pushed.</summary>
    private static async Task<LoadedImage> LoadAsync(
        Invocation invocation, LoadRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await invocation.Workspace.LoadAsync(request, cancellationToken);
        }
        catch (SlipwayException failure) when (
            request is LoadRequest.OfTree tree && failure.ExitCode == ExitCode.NotFound)
        {
            throw new SlipwayException(
                [
                    .. failure.Diagnostics.Select(problem => problem with
                    {
                        Remedy = $"No task has built {tree.Image} from this tree. Try a fresh checkout of a revision "
                            + $"that was pushed, or build it: slipway mach taskgraph build-image {tree.Image}",
                    }),
                ],
                failure);
        }
    }
}
