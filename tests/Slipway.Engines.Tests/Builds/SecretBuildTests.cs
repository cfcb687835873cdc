using System.Collections.Immutable;
using Slipway.Engines.Detection;
using Slipway.Engines.Errors;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Secrets;

namespace Slipway.Engines.Tests.Builds;

public sealed class SecretBuildTests(SharedDocker docker) : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly TempFolder _folder = new();
    private readonly List<string> _log = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_secret_from_a_file_is_read_in_its_step_and_blotted_out_of_the_log()
    {
        await using var engine = await docker.OpenAsync();
        string value = $"value-{Contexts.Unique()}";

        var image = await engine.BuildAsync(
            ReadingSecret(
                "cat /run/secrets/token | /bin/busybox wc -c; /bin/busybox cat /run/secrets/token", FromFile(value)),
            _log.Add,
            Token);

        Assert.Contains(_log, line => line.EndsWith($" {value.Length + 1}", StringComparison.Ordinal));
        Assert.Contains(_log, line => line.EndsWith(" ***", StringComparison.Ordinal));
        Assert.DoesNotContain(_log, line => line.Contains(value, StringComparison.Ordinal));
        Assert.DoesNotContain(value, string.Concat(image.Labels.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_from_a_variable_is_read_in_its_step()
    {
        string value = $"value-{Contexts.Unique()}";
        var environment = docker.Docker.Environment;
        environment = environment with { Variables = environment.Variables.SetItem("MY_TOKEN", value) };
        await using var engine = await new EngineLocator(environment, TimeProvider.System).LocateAsync(
            null, null, Token);

        await engine.BuildAsync(
            ReadingSecret(
                $"test $(/bin/busybox cat /run/secrets/token) = {value[..^1]}$(/bin/busybox printf %s {value[^1]})",
                new BuildSecret("token", null, "MY_TOKEN")),
            _log.Add,
            Token);

        Assert.DoesNotContain(_log, line => line.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failing_step_that_prints_a_secret_does_not_put_it_into_the_error()
    {
        await using var engine = await docker.OpenAsync();
        string value = $"value-{Contexts.Unique()}";

        var error = await Assert.ThrowsAsync<SlipwayException>(() => engine.BuildAsync(
            ReadingSecret("cat /run/secrets/token; exit 3", FromFile(value)), _log.Add, Token));

        Assert.Equal(EngineCodes.BuildFailed, error.Diagnostics[0].Code);
        Assert.Contains("***", error.Diagnostics[0].Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(value, error + error.Diagnostics[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_gets_into_the_images_history_is_found()
    {
        await using var engine = await docker.OpenAsync();
        string value = $"value-{Contexts.Unique()}";
        var request = Contexts.ShellRequest("ARG TOKEN\nRUN [\"/bin/busybox\", \"true\"]\nLABEL a=b") with
        {
            Args = ImmutableSortedDictionary<string, string>.Empty.Add("TOKEN", value),
            Secrets = [FromFile(value)],
        };

        var error = await Assert.ThrowsAsync<SlipwayException>(() => engine.BuildAsync(request, _log.Add, Token));

        Assert.Equal(SecretCodes.Leaked, error.Diagnostics[0].Code);
        Assert.DoesNotContain(value, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_classic_builder_cannot_have_secrets_and_the_error_says_so()
    {
        await using var engine = await docker.OpenAsync(Builder.Classic);

        var error = await Assert.ThrowsAsync<SlipwayException>(() => engine.BuildAsync(
            ReadingSecret("true", FromFile("value")), _log.Add, Token));

        Assert.Equal(EngineCodes.SecretsNeedBuildKit, error.Diagnostics[0].Code);
        Assert.Contains("'token'", error.Message, StringComparison.Ordinal);
        Assert.Empty(_log);
    }

    [Fact]
    public async Task A_value_given_for_the_name_of_its_variable_is_not_in_the_error()
    {
        await using var engine = await docker.OpenAsync();

        var error = await Assert.ThrowsAsync<SlipwayException>(() =>
            engine.ReadSecretsAsync([new BuildSecret("token", null, "ghp_16C7e42F292c6912E7")], Token));

        Assert.Equal(EngineCodes.SecretUnreadable, Assert.Single(error.Diagnostics).Code);
        Assert.DoesNotContain("16C7", error + error.Diagnostics[0].Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("printf '%s\\033[0m%s\\n' {0} {1}")]
    [InlineData("printf '%s\\302\\2331m%s\\n' {0} {1}")]
    [InlineData("printf '%s\\033]0;title\\007%s\\n' {0} {1}")]
    [InlineData("printf '%s\\342\\200\\213%s\\n' {0} {1}")]
    [InlineData("printf '%sx\\010%s\\n' {0} {1}")]
    [InlineData("printf '%s\\n%s\\n' {0} {1}")]
    [InlineData("printf '%s\\r%s\\n' {0} {1}")]
    public async Task A_value_that_a_terminal_would_show_in_one_piece_is_blotted_out(string print)
    {
        await using var engine = await docker.OpenAsync();
        string value = $"first-{Contexts.Unique()}-second-half";
        string script = string.Format(
            System.Globalization.CultureInfo.InvariantCulture, print, value[..20], value[20..]);
        var request = Contexts.ShellRequest($"RUN printf begin; {script}; echo end") with
        {
            Secrets = [FromFile(value)],
        };

        await engine.BuildAsync(request, _log.Add, Token);

        var printed = _log.Where(line => !line.Contains("RUN ", StringComparison.Ordinal)).ToList();
        string all = string.Concat(printed);
        Assert.Contains("***", all, StringComparison.Ordinal);
        Assert.DoesNotContain(value[..20], all, StringComparison.Ordinal);
        Assert.DoesNotContain(value[20..], all, StringComparison.Ordinal);
        Assert.DoesNotContain(_log, line => line.Any(char.IsControl));
    }

    [Fact]
    public async Task Every_secret_that_is_missing_is_named()
    {
        await using var engine = await docker.OpenAsync();
        var request = Contexts.ShellRequest("LABEL a=b") with
        {
            Secrets =
            [
                new BuildSecret("from-file", Path.Combine(_folder.Path, "absent"), null),
                new BuildSecret("from-variable", null, "SLIPWAY_TEST_ABSENT"),
                new BuildSecret("odd", Path.Combine(_folder.Path, "with,comma"), null),
            ],
        };

        var error = await Assert.ThrowsAsync<SlipwayException>(() => engine.BuildAsync(request, _log.Add, Token));

        Assert.All(error.Diagnostics, diagnostic => Assert.Equal(EngineCodes.SecretUnreadable, diagnostic.Code));
        Assert.Collection(
            error.Diagnostics,
            d => Assert.Contains("'from-file'", d.Message, StringComparison.Ordinal),
            d => Assert.Contains("SLIPWAY_TEST_ABSENT", d.Message, StringComparison.Ordinal),
            d => Assert.Contains("'odd'", d.Message, StringComparison.Ordinal));
    }

    private static BuildRequest ReadingSecret(string script, BuildSecret secret) =>
        Contexts.ShellRequest($"RUN --mount=type=secret,id=token [\"/bin/sh\", \"-c\", \"/bin/busybox {script}\"]") with
        {
            Secrets = [secret],
        };

    private BuildSecret FromFile(string value) => new("token", _folder.Write("token", value + "\n"), null);
}
