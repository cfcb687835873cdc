using Slipway.Application.Files;
using Slipway.Application.Workspaces.Parts;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;

namespace Slipway.Application.Decisions;

/// <summary>Puts together the parameters of a push from what a person says and from taskgraph's file.</summary>
internal sealed class PushParameterReader(WorkspaceParts parts)
{
    /// <summary>The push: what a person says, else the file.</summary>
    /// <exception cref="SlipwayException">Everything that is missing or wrong.</exception>
    public async Task<PushParameters> ReadAsync(PushParameterOptions options, CancellationToken cancellationToken)
    {
        var file = await ReadFileAsync(options.File, cancellationToken);
        var given = parts.PushOptions;
        var problems = new DiagnosticBag();
        string tasksFor = Required("tasks_for", "--tasks-for", options.TasksFor ?? file?.TasksFor);
        string head = Required("head_repository", "--head-repository", options.HeadRepository ?? file?.HeadRepository);
        string headRef = options.HeadRef ?? file?.HeadRef ?? string.Empty;
        string project = Required("project", "--project", given.Project ?? file?.Project);
        string revision = Required("head_rev", "--revision", given.Revision ?? file?.HeadRevision);
        string owner = Required("owner", "--owner", options.Owner ?? file?.Owner);
        // Without it, a decision that runs again would be for another push.
        string date = Required(
            "build_date", "--pushdate", given.PushDate ?? $"{file?.PushDate?.ToUnixTimeSeconds()}");
        problems.ThrowIfErrors();
        var push = new PushOptions
        {
            Level = given.Level ?? file?.Level?.ToString(),
            Project = project,
            PushDate = date,
            Revision = revision,
            PullRequest = given.PullRequest,
        }.Read(parts.Config.LevelOf, parts.Clock.GetUtcNow());
        if (push.PullRequest is null && PushParameters.IsPullRequestEvent(tasksFor))
        {
            push = push with { PullRequest = PullRequestId.Of(head, headRef) };
        }

        return push.PushDate.ToUnixTimeSeconds() > int.MaxValue
            ? throw TooLate(push.PushDate)
            : PushParameters.Of(
                (file ?? new ParametersFile { Name = "the command line" }) with
                {
                    Project = project,
                    Owner = owner,
                    TasksFor = tasksFor,
                    HeadRepository = head,
                    HeadRevision = revision,
                    HeadRef = headRef,
                    BaseRepository = options.BaseRepository ?? file?.BaseRepository,
                    RepositoryType = parts.PushOptions.RepositoryType
                        ?? file?.RepositoryType
                        ?? parts.Checkout.RepositoryType,
                    PushlogId = options.PushlogId ?? file?.PushlogId,
                },
                push);

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

    private async Task<ParametersFile?> ReadFileAsync(string? name, CancellationToken cancellationToken)
    {
        if (name is null)
        {
            return null;
        }

        var file = (await InputFile.ReadAllAsync([name], parts.OpenStandardInput, cancellationToken))[0];
        return ParametersReader.Read(file.Content, file.Name);
    }
}
