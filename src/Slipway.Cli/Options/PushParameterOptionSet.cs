using System.CommandLine;
using Slipway.Cli.Invocations;
using Slipway.Cli.Session;
using Slipway.Core.Diagnostics;
using Slipway.Core.Tasks;
using Slipway.Core.Tasks.Decisions;

namespace Slipway.Cli.Options;

/// <summary>The options that describe a push as taskgraph's parameters do, besides the global ones.</summary>
internal sealed class PushParameterOptionSet
{
    private const string DefaultRepositoryType = "git";

    private readonly Option<string?> _file = Text(
        "--parameters", "FILE", "taskgraph's parameters of the push, YAML or JSON; the other options go before it");

    private readonly Option<string?> _owner = Text("--owner", "EMAIL", "Who caused the push");

    private readonly Option<string?> _tasksFor = Text(
        "--tasks-for", "EVENT", "What caused it, such as hg-push or github-pull-request");

    private readonly Option<string?> _headRepository = Text("--head-repository", "URL", "The repository that was pushed to");

    private readonly Option<string?> _baseRepository = Text(
        "--base-repository", "URL", "The repository that it was made from (default: --head-repository)");

    private readonly Option<string?> _headRef = Text("--head-ref", "REF", "The branch or tag that was pushed");

    private readonly Option<string?> _repositoryType = Text(
        "--repository-type", "git|hg", $"What kind of repository it is (default: {DefaultRepositoryType})");

    private readonly Option<string?> _pushlogId = Text("--pushlog-id", "ID", "Mercurial's number of the push (default: 0)");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_file, _owner, _tasksFor, _headRepository, _baseRepository, _headRef, _repositoryType, _pushlogId])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The push: what the command line says, else the file.</summary>
    /// <exception cref="SlipwayException">Everything that is missing or wrong.</exception>
    public async Task<PushParameters> ReadAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var file = await ReadFileAsync(invocation, cancellationToken);
        var problems = new DiagnosticBag();
        var arguments = invocation.Arguments;
        string tasksFor = Required("tasks_for", "--tasks-for", arguments.GetValue(_tasksFor) ?? file?.TasksFor);
        string head = Required("head_repository", "--head-repository", arguments.GetValue(_headRepository) ?? file?.HeadRepository);
        string headRef = arguments.GetValue(_headRef) ?? file?.HeadRef ?? string.Empty;
        string project = Required("project", "--project", arguments.GetValue<string?>("--project") ?? file?.Project);
        string revision = Required("head_rev", "--revision", arguments.GetValue<string?>("--revision") ?? file?.HeadRevision);
        string owner = Required("owner", "--owner", arguments.GetValue(_owner) ?? file?.Owner);
        // Without it, a decision that runs again would be for another push.
        string date = Required(
            "build_date", "--pushdate", arguments.GetValue<string?>("--pushdate") ?? $"{file?.PushDate?.ToUnixTimeSeconds()}");
        problems.ThrowIfErrors();
        string? request = arguments.GetValue<string?>("--pull-request")
            ?? (PushParameters.IsPullRequestEvent(tasksFor) ? PullRequestId.Of(head, headRef) : null);
        var push = PushOptions.Read(
            invocation.Config.LevelOf,
            arguments.GetValue<string?>("--level") ?? file?.Level?.ToString(),
            project,
            date,
            revision,
            request,
            invocation.Clock.GetUtcNow());
        return new PushParameters
        {
            Push = push.PushDate.ToUnixTimeSeconds() <= int.MaxValue ? push : throw TooLate(push.PushDate),
            Project = project,
            Owner = owner,
            TasksFor = tasksFor,
            HeadRepository = head,
            HeadRevision = revision,
            HeadRef = headRef,
            BaseRepository = arguments.GetValue(_baseRepository) ?? file?.BaseRepository ?? head,
            RepositoryType = arguments.GetValue(_repositoryType) ?? file?.RepositoryType ?? DefaultRepositoryType,
            PushlogId = arguments.GetValue(_pushlogId) ?? file?.PushlogId ?? "0",
        };

        string Required(string key, string option, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                return value;
            }

            problems.Add(new Diagnostic(
                TaskCodes.ParameterMissing,
                $"The push has no '{key}'",
                file is null
                    ? $"Give {option}, or taskgraph's parameters with --parameters."
                    : $"Give {option}, or add '{key}' to the parameters.",
                file is null ? null : new SourceLocation(file.Name)));
            return string.Empty;
        }
    }

    // The date becomes a rank, for which the Index has 32 bits.
    private static SlipwayException TooLate(DateTimeOffset date) => new(new Diagnostic(
        TaskCodes.ParameterInvalid,
        $"The push date {date:yyyy-MM-dd} is later than the index can hold",
        "Give a date before 2038-01-19."));

    private async Task<ParametersFile?> ReadFileAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Arguments.GetValue(_file) is not { } name)
        {
            return null;
        }

        var file = (await InputFile.ReadAllAsync([name], cancellationToken))[0];
        return ParametersReader.Read(file.Content, file.Name);
    }

    private static Option<string?> Text(string name, string help, string description) =>
        new(name) { Description = description, HelpName = help };
}
