using Slipway.Model.Builds;
using Slipway.Model.Secrets;
using Slipway.Model.Sharing;

namespace Slipway.Application.Workspaces.Parts;

/// <summary>Who builds in this process, for machines that wait for it.</summary>
internal static class HolderOfProcess
{
    /// <param name="variable">The variables of the environment.</param>
    public static LeaseHolder Find(Func<string, string?> variable) => SecretEnvironments.Of(variable)[0] switch
    {
        // https://docs.github.com/en/actions/reference/workflows-and-actions/variables
        SecretEnvironments.GitHub => new LeaseHolder(
            $"GitHub Actions, job {variable("GITHUB_JOB")}",
            null,
            $"{variable("GITHUB_SERVER_URL")}/{variable("GITHUB_REPOSITORY")}"
            + $"/actions/runs/{variable("GITHUB_RUN_ID")}"),
        // https://docs.gitlab.com/ci/variables/predefined_variables/
        SecretEnvironments.GitLab => new LeaseHolder(
            $"GitLab CI, job {variable("CI_JOB_NAME")}", null, variable("CI_JOB_URL")),
        _ => new LeaseHolder(
            $"{Environment.UserName} on {Environment.MachineName}, process {Environment.ProcessId}", null, null),
    };
}
