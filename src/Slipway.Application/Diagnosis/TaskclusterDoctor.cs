using System.Collections.Immutable;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Taskcluster.Errors;

namespace Slipway.Application.Diagnosis;

/// <summary>Looks at the deployment: whether it answers, and what its client may do.</summary>
internal sealed class TaskclusterDoctor(WorkspaceParts parts)
{
    public async Task<IReadOnlyList<Check>> ExamineAsync(CancellationToken cancellationToken)
    {
        const string Deployment = "taskcluster";
        TaskclusterSession session;
        try
        {
            session = parts.Taskcluster;
            await session.Auth.PingAsync(cancellationToken);
        }
        catch (SlipwayException problem)
        {
            return [Doctor.Bad(Deployment, problem)];
        }

        return
        [
            new Check(Deployment, CheckState.Good, $"{session.Address} answers"),
            await ScopesAsync(session, cancellationToken),
        ];
    }

    private async Task<Check> ScopesAsync(TaskclusterSession session, CancellationToken cancellationToken)
    {
        const string Scopes = "scopes";
        string who = session.Client is { } client ? Display.Text(client) : "without credentials";
        ImmutableArray<string> granted;
        try
        {
            granted = await session.Auth.ReadCurrentScopesAsync(cancellationToken);
        }
        catch (SlipwayException problem)
            when (problem.Diagnostics[0].Code == TaskclusterCodes.InsufficientScopes)
        {
            return new Check(
                Scopes,
                CheckState.Doubtful,
                $"{who}: may not ask for its scopes, so what it may do is not known",
                "Ask for a role that has 'auth:current-scopes'.");
        }
        catch (SlipwayException problem)
        {
            return Doctor.Bad(Scopes, problem);
        }

        string[] missing = [.. Needed().Where(needed => !granted.Any(scope => Covers(scope, needed)))];
        return missing.Length == 0
            ? new Check(Scopes, CheckState.Good, $"{who}: images can be looked up and downloaded")
            : new Check(
                Scopes,
                CheckState.Doubtful,
                $"{who}: {string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} missing, "
                + "so not everything can be looked up or downloaded",
                session.Client is null
                    ? "Set TASKCLUSTER_CLIENT_ID and TASKCLUSTER_ACCESS_TOKEN, or ask for these in the role "
                        + "'anonymous'."
                    : "Ask for a role that has them.");
    }

    // What looking up and downloading takes; `history` lists the index.
    private IEnumerable<string> Needed()
    {
        string prefix = parts.Config.Prefix;
        return
        [
            $"index:find-task:{prefix}.*",
            $"index:list-tasks:{prefix}.*",
            $"index:list-namespaces:{prefix}.*",
            "queue:get-task:*",
            "queue:status:*",
            $"queue:get-artifact:{ArtifactName.Image}",
            $"queue:get-artifact:{ArtifactName.ChainOfTrust}",
            $"queue:get-artifact:{ArtifactName.Log}",
        ];
    }

    private static bool Covers(string granted, string needed) =>
        granted == needed
        || (granted.EndsWith('*') && needed.StartsWith(granted[..^1], StringComparison.Ordinal));
}
