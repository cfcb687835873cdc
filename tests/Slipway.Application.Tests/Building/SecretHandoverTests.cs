using System.Text.RegularExpressions;
using Slipway.Application.Builds;
using Slipway.Model.Secrets;

namespace Slipway.Application.Tests.Building;

public sealed partial class SecretHandoverTests : IDisposable
{
    private static readonly BuildOptions Options = new()
    {
        Parallelism = 4,
        Secrets = [new BuildSecret("token", null, "TOKEN")],
    };

    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_step_sees_a_value_under_an_id_that_only_this_value_has_in_this_scope()
    {
        string first = await IdOfAsync("first-value");
        string again = await IdOfAsync("first-value");
        string second = await IdOfAsync("second-value");
        string elsewhere = await IdOfAsync("second-value", level: 3);

        Assert.Equal(first, again);
        Assert.Equal(3, new HashSet<string> { first, second, elsewhere }.Count);
    }

    [Fact]
    public async Task A_mount_of_a_secret_that_is_not_handed_over_cannot_name_anothers_id()
    {
        string id = await IdOfAsync("first-value");
        _bench
            .Image("thief", "scratch")
            .Write("images/thief/Dockerfile", $"FROM scratch\nRUN --mount=type=secret,id={id} x\n");

        await BuildAsync();

        string dockerfile = _bench.Engine.Dockerfiles.Last(text =>
            text.Contains($"id={id}", StringComparison.Ordinal)
            && !text.Contains("id=token", StringComparison.Ordinal));
        Assert.Matches($"id={id},id=[0-9a-f]{{64}},target=/run/secrets/{id} x", dockerfile);
        Assert.DoesNotContain($"id={id},target", dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_engines_output_is_shown_as_the_Dockerfile_was()
    {
        Image("app", "RUN --mount=type=secret,id=token x");
        _bench.Engine.Variables["TOKEN"] = "first-value";
        _bench.Engine.LogsDockerfile = true;

        await BuildAsync();

        string[] lines = [.. _bench.Events.OfType<BuildEvent.LogLine>().Select(line => line.Text)];
        Assert.Contains("RUN --mount=type=secret,id=token x", lines);
        Assert.DoesNotContain(
            _bench.Engine.Requests.Last().Secrets[^1].Id, string.Concat(lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RUN --mount=type=secret,id=token x", false)]
    [InlineData("ARG ID\nRUN --mount=type=secret,id=$ID x", true)]
    [InlineData("RUN x", true)]
    public async Task Steps_whose_secret_is_not_told_apart_are_run_again(string steps, bool forgets)
    {
        Image("app", steps);
        _bench.Engine.Variables["TOKEN"] = "first-value";

        await _bench.BuildAsync(options: Options);

        var request = Assert.Single(_bench.Engine.Requests);
        Assert.Equal(forgets, request.NoCache);
        // ONBUILD of a base may mount it under its own name.
        Assert.Contains(request.Secrets, secret => secret.Id == "token");
    }

    [Fact]
    public async Task An_image_with_a_value_that_was_replaced_is_refused_and_taken_from_the_engine()
    {
        Image("app", "RUN --mount=type=secret,id=token x", "the old-value-1");
        _bench.Engine.Variables["TOKEN"] = "old-value-1";
        AssertLeaked((await _bench.BuildAsync(options: Options))["app"]);

        _bench.Engine.Variables["TOKEN"] = "new-value-2";
        AssertLeaked((await _bench.BuildAsync(options: Options))["app"]);
        Image("app", "RUN --mount=type=secret,id=token x", "no value");
        Assert.Equal(OutcomeKind.Built, (await _bench.BuildAsync(options: Options))["app"].Kind);
    }

    [Fact]
    public async Task A_build_without_any_secrets_does_not_store_a_value_that_another_was_given()
    {
        Image("app", "RUN --mount=type=secret,id=token x");
        _bench.Engine.Variables["TOKEN"] = "old-value-1";
        Assert.Equal(OutcomeKind.Built, (await _bench.BuildAsync(options: Options))["app"].Kind);
        _bench.Write("slipway.yml", "prefix: test\nfolder: images\n").Image("other", "scratch", "the old-value-1");

        AssertLeaked((await _bench.BuildAsync())["other"], others: 1);
    }

    private void AssertLeaked(ImageOutcome outcome, int others = 0)
    {
        Assert.Equal(OutcomeKind.Failed, outcome.Kind);
        Assert.Equal(SecretCodes.Leaked, Assert.Single(outcome.Diagnostics).Code);
        Assert.DoesNotContain(
            _bench.Engine.Tags, tag => tag.StartsWith($"{outcome.Planned.Name}:", StringComparison.Ordinal));
        Assert.Equal(others, _bench.Engine.Images);
    }

    private async Task<string> IdOfAsync(string value, int level = 1)
    {
        Image("app", "RUN --mount=type=secret,id=token x");
        _bench.Engine.Variables["TOKEN"] = value;
        await BuildAsync(level);

        var request = _bench.Engine.Requests.Last();
        string id = Mount().Match(_bench.Engine.Dockerfiles.Last()).Groups["id"].Value;
        Assert.Equal(64, id.Length);
        Assert.Equal(["token", id], request.Secrets.Select(secret => secret.Id));
        Assert.All(request.Secrets, secret => Assert.Equal("TOKEN", secret.Variable));
        return id;
    }

    private async Task BuildAsync(int level = 1) => await _bench.BuildAsync(level, force: true, options: Options);

    private void Image(string name, string steps, string content = "") => _bench
        .Write("slipway.yml", $"prefix: test\nfolder: images\nimages:\n  {name}: {{ secrets: [token] }}\n")
        .Image(name, "scratch", content)
        .Write($"images/{name}/Dockerfile", $"FROM scratch\n{steps}\n");

    [GeneratedRegex(
        @"id=token,id=(?<id>[0-9a-f]+),target=/run/secrets/token x",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mount();
}
