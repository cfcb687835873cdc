using System.CommandLine;
using Slipway.Application.Builds;
using Slipway.Application.Requests;
using Slipway.Cli.Options;
using Slipway.Model.Diagnostics;
using Slipway.Model.Secrets;

namespace Slipway.Cli.Tests.Options;

public sealed class BuildOptionSetTests
{
    [Fact]
    public void A_secret_comes_from_a_variable() =>
        Assert.Equal(
            new BuildSecret("token", null, "TOKEN"), Assert.Single(Read("--secret", "id=token,env=TOKEN").Secrets));

    [Theory]
    [InlineData("id=token,src=/run/token")]
    [InlineData("source=/run/token,id=token")]
    [InlineData("type=file,id=token,src=/run/token")]
    public void A_secret_comes_from_a_file(string text) =>
        Assert.Equal(new BuildSecret("token", "/run/token", null), Assert.Single(Read("--secret", text).Secrets));

    [Fact]
    public void A_relative_file_is_that_of_the_current_folder() =>
        Assert.Equal(
            Path.Join(Environment.CurrentDirectory, "token"),
            Assert.Single(Read("--secret", "id=token,src=token").Secrets).File);

    [Fact]
    public void Several_secrets_are_several_options() =>
        Assert.Equal(
            ["a", "b"],
            Read("--secret", "id=a,env=A", "--secret", "id=b,env=B").Secrets.Select(secret => secret.Id));

    [Fact]
    public void A_secret_that_is_given_twice_is_refused() =>
        Assert.Throws<SlipwayException>(() => Read("--secret", "id=a,env=A", "--secret", "id=a,env=B"));

    [Theory]
    [InlineData("hunter2!")]
    [InlineData("id=token")]
    [InlineData("id=,env=hunter2")]
    [InlineData("id=token,env=")]
    [InlineData("id=token,src=hunter2,env=hunter2")]
    [InlineData("id=token,value=hunter2")]
    [InlineData("id=a,id=b,env=hunter2")]
    public void A_malformed_secret_is_refused_and_not_printed(string text)
    {
        var problem = Assert.Throws<SlipwayException>(() => Read("--secret", text)).Diagnostics.Single();

        Assert.Same(RequestCodes.InvalidValue, problem.Code);
        Assert.DoesNotContain("hunter2", problem.Message + problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1000", 1000)]
    public void The_number_of_jobs_is_taken_as_given(string text, int expected) =>
        Assert.Equal(expected, Read("-j", text).Parallelism);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1001")]
    [InlineData("many")]
    public void A_number_of_jobs_that_is_none_is_refused(string text) =>
        Assert.Same(
            RequestCodes.InvalidValue,
            Assert.Throws<SlipwayException>(() => Read("--jobs", text)).Diagnostics.Single().Code);

    private static BuildOptions Read(params string[] arguments)
    {
        var command = new Command("test");
        var set = new BuildOptionSet();
        set.AddTo(command);
        return set.Read(command.Parse(arguments));
    }
}
