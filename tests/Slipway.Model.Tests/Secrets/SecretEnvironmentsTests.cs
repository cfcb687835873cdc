using Slipway.Model.Secrets;

namespace Slipway.Model.Tests.Secrets;

public sealed class SecretEnvironmentsTests
{
    [Theory]
    [InlineData("", "local")]
    [InlineData("CI=", "local")]
    [InlineData("CI=false", "local")]
    [InlineData("CI=true", "ci")]
    [InlineData("CI=1", "ci")]
    [InlineData("CI=true GITHUB_ACTIONS=true", "github ci")]
    [InlineData("GITHUB_ACTIONS=true", "github ci")]
    [InlineData("GITHUB_ACTIONS=false", "local")]
    [InlineData("CI=true GITLAB_CI=true", "gitlab ci")]
    [InlineData("TASK_ID=a RUN_ID=0", "taskcluster ci")]
    [InlineData("TASK_ID=a", "local")]
    public void Variables_tell_of_the_environment(string variables, string expected)
    {
        var set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => text.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

        Assert.Equal(expected, string.Join(' ', SecretEnvironments.Of(name => set.GetValueOrDefault(name))));
    }
}
