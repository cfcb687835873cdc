using System.Text.RegularExpressions;
using Slipway.Application.Builds;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.Closing;

/// <summary>What a build may make an engine resolve.</summary>
public sealed partial class ClosingTests : IDisposable
{
    private const string Pinned = "debian@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly Workbench _bench = new();

    private IEnumerable<Diagnostic> Warnings =>
        _bench.Events.OfType<BuildEvent.Warned>().Select(warned => warned.Diagnostic);

    [Fact]
    public async Task Every_name_that_a_builder_gets_is_new_for_each_build()
    {
        _bench.Engine.Hold("debian:12");
        Dockerfile("app", "FROM base\nCOPY --from=debian:12 a b\nRUN --mount=type=bind,from=base,target=/c x\n")
            .Image("base", "scratch");

        await _bench.BuildAsync();
        await _bench.BuildAsync(force: true);

        string[] sent =
        [
            .. _bench.Engine.Dockerfiles.Where(text => text.Contains("COPY --from", StringComparison.Ordinal)),
        ];
        var names = sent.Select(text => Given().Matches(text).Select(match => match.Value).ToArray()).ToArray();
        Assert.Equal([3, 3], names.Select(found => found.Length));
        Assert.Equal(names[0][0], names[0][2]);
        Assert.Empty(names[0].Intersect(names[1]));
        Assert.DoesNotContain("debian", sent[0], StringComparison.Ordinal);
        Assert.DoesNotContain(_bench.Engine.Tags, tag => tag.StartsWith("slipway.invalid/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_name_of_a_build_and_no_id_of_a_cache_is_in_its_log_or_its_errors()
    {
        Dockerfile("app", "FROM base\nRUN --mount=type=cache,id=pip,target=/c x\n").Image("base", "scratch");
        _bench.Engine.DuringBuild = (name, _) => name == "base"
            ? Task.CompletedTask
            : throw ScriptedEngine.Failure(_bench.Engine.Dockerfiles.Last());

        var failed = Assert.Single((await _bench.BuildAsync())["app"].Diagnostics);

        Assert.Equal("FROM base\nRUN --mount=type=cache,id=pip,target=/c x\n", failed.Message);
    }

    [Fact]
    public async Task Caches_of_two_scopes_are_two_and_of_one_scope_one()
    {
        Dockerfile("app", "FROM scratch\nRUN --mount=type=cache,id=level-3/pip,target=/c x\n");

        await _bench.BuildAsync(level: 3);
        await _bench.BuildAsync(level: 1, force: true);
        await _bench.BuildAsync(level: 1, force: true);
        await _bench.BuildAsync(pullRequest: "7", force: true);

        string[] ids = [.. _bench.Engine.Dockerfiles.Select(text => CacheId().Match(text).Value)];
        Assert.All(ids, id => Assert.Equal(",id=".Length + 32, id.Length));
        Assert.Equal(ids[1], ids[2]);
        Assert.Equal(3, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("FROM debian:12\n")]
    [InlineData("FROM debian\n")]
    [InlineData("FROM scratch\nCOPY --from=debian:12 a b\n")]
    [InlineData("FROM scratch\nRUN --mount=type=bind,from=debian:12,target=/c x\n")]
    [InlineData("ARG B=debian:12\nFROM ${B}\n")]
    public async Task At_a_protected_level_an_image_from_elsewhere_is_named_by_its_digest(string dockerfile)
    {
        Protect().Engine.Hold("debian:12");
        _bench.Engine.Hold("debian");
        Dockerfile("app", dockerfile);

        Assert.Equal(BuildCodes.NotPinned, Assert.Single((await _bench.BuildAsync(level: 3))["app"].Diagnostics).Code);
        Assert.Empty(_bench.Engine.Built);
        Assert.Equal(OutcomeKind.Built, (await _bench.BuildAsync(level: 1))["app"].Kind);
    }

    [Fact]
    public async Task What_is_named_by_its_digest_is_built_on_at_every_level()
    {
        Protect().Engine.Hold(Pinned);
        Dockerfile("app", $"FROM {Pinned}\n");

        Assert.Equal(OutcomeKind.Built, (await _bench.BuildAsync(level: 3))["app"].Kind);
        Assert.Empty(Warnings);
    }

    [Fact]
    public async Task Where_no_level_is_protected_names_are_warned_of_above_the_lowest()
    {
        _bench.Engine.Hold("debian:12");
        Dockerfile("app", "FROM debian:12\n");

        await _bench.BuildAsync(level: 1);
        Assert.Empty(Warnings);
        await _bench.BuildAsync(level: 3);
        Assert.Equal(BuildCodes.NotPinned, Assert.Single(Warnings).Code);
    }

    [Fact]
    public async Task An_image_that_the_engine_lacks_is_fetched_and_another_one_later_is_told()
    {
        _bench.Engine.Registry["debian:12"] = "first";
        Dockerfile("app", "FROM debian:12\n");

        await _bench.BuildAsync();
        await _bench.BuildAsync(force: true);
        Assert.Equal(["debian:12"], _bench.Engine.Pulled);
        Assert.Empty(Warnings);

        _bench.Engine.Registry["debian:12"] = "second";
        await _bench.BuildAsync(force: true, options: new BuildOptions { Parallelism = 1, Pull = true });

        Assert.Equal(2, _bench.Engine.Pulled.Count);
        Assert.Equal(BuildCodes.ExternalChanged, Assert.Single(Warnings).Code);
        var records = await _bench.Store.Builds.ListAsync(
            ImageName.Parse("app"), 3, TestContext.Current.CancellationToken);
        Assert.Equal(2, records.Select(record => record.Externals["debian:12"]).Distinct().Count());
    }

    [Fact]
    public async Task What_a_less_trusted_push_built_is_not_built_on_by_its_name()
    {
        _bench.Write("slipway.yml", "prefix: test\nfolder: images\nexternal: [evil]\n").Image("evil", "scratch");
        await _bench.BuildAsync(level: 1, pullRequest: "1");
        Dockerfile("app", "FROM evil:latest\n");

        // Only what builds on it is built: a push that builds the image too may build on its own.
        var other = await _bench.BuildAsync(level: 1, pullRequest: "2", wanted: "app");
        Assert.Equal(BuildCodes.LocalBase, Assert.Single(other["app"].Diagnostics).Code);
        var trusted = await _bench.BuildAsync(level: 3, wanted: "app");
        Assert.Equal(BuildCodes.LocalBase, Assert.Single(trusted["app"].Diagnostics).Code);
        var own = await _bench.BuildAsync(level: 1, pullRequest: "1", wanted: "app");
        Assert.Equal(OutcomeKind.Built, own["app"].Kind);
    }

    [Fact]
    public async Task What_a_more_trusted_push_built_may_be_built_on_by_its_name()
    {
        _bench.Write("slipway.yml", "prefix: test\nfolder: images\nexternal: [good]\n").Image("good", "scratch");
        await _bench.BuildAsync(level: 3);
        Dockerfile("app", "FROM good:latest\n");

        Assert.Equal(OutcomeKind.Built, (await _bench.BuildAsync(level: 1))["app"].Kind);
        Assert.Empty(Warnings);
    }

    [Theory]
    [InlineData("# syntax=docker/dockerfile:1\nFROM scratch\n", 3, false)]
    [InlineData(
        "# syntax=docker/dockerfile@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\nFROM "
        + "scratch\n",
        3,
        false)]
    [InlineData("# syntax=docker/dockerfile:1\nFROM scratch\n", 2, true)]
    [InlineData("# syntax=other/frontend:1\nFROM scratch\n", 2, false)]
    [InlineData("# syntax=base\nFROM scratch\n", 2, false)]
    [InlineData("# syntax=other/frontend:1\nFROM scratch\n", 1, true)]
    [InlineData("# syntax=base\nFROM scratch\n", 1, true)]
    public async Task A_frontend_has_to_be_known_to_read_Dockerfiles(string dockerfile, int level, bool isTaken)
    {
        Protect().Image("base", "scratch");
        foreach (string frontend in new[] { "docker/dockerfile:1", "other/frontend:1" })
        {
            _bench.Engine.Hold(frontend);
        }

        Dockerfile("app", dockerfile);

        var outcome = (await _bench.BuildAsync(level))["app"];
        if (isTaken)
        {
            Assert.Equal(OutcomeKind.Built, outcome.Kind);
            Assert.Matches(
                "^# syntax=slipway\\.invalid/image:",
                _bench.Engine.Dockerfiles.Last(text => text.Contains("syntax", StringComparison.Ordinal)));
        }
        else
        {
            Assert.Contains(outcome.Diagnostics, problem => problem.Code == BuildCodes.FrontendRefused);
        }
    }

    [Fact]
    public async Task A_frontend_that_the_tree_lists_is_taken_at_a_protected_level()
    {
        string frontend = $"x/f@{Pinned.Split('@')[1]}";
        _bench.Write(
            "slipway.yml", $"prefix: test\nfolder: images\nprotected-levels: [3]\nfrontends: ['{frontend}']\n");
        _bench.Engine.Hold(frontend);
        _bench.Engine.Grammar = new BuilderGrammar(Heredocs: false, Frontends: true, Transports: false);
        Dockerfile("app", $"# syntax={frontend}\nFROM scratch\nRUN <<E\nx\nE\n");

        Assert.Equal(OutcomeKind.Built, (await _bench.BuildAsync(level: 3))["app"].Kind);
    }

    [Theory]
    [InlineData("docker/dockerfile:1", true)]
    [InlineData("docker/dockerfile:1.4.0", true)]
    [InlineData("docker/dockerfile:1.3-labs", true)]
    [InlineData("docker/dockerfile:latest", true)]
    [InlineData("docker/dockerfile:1.3", false)]
    [InlineData("docker/dockerfile:1.0-experimental", false)]
    [InlineData("docker/dockerfile:experimental", false)]
    public async Task A_here_document_needs_a_frontend_that_knows_it(string frontend, bool isTaken)
    {
        _bench.Engine.Hold(frontend);
        Dockerfile("app", $"# syntax={frontend}\nFROM scratch\nRUN cat <<\"#end\"\nx\n#end\n");

        Assert.Equal(
            isTaken ? [] : [BuildCodes.HeredocUnknown],
            (await _bench.BuildAsync(level: 2))["app"].Diagnostics.Select(problem => problem.Code));
    }

    [Fact]
    public async Task A_frontend_is_nothing_to_a_builder_that_runs_none()
    {
        Protect().Engine.Grammar = new BuilderGrammar(Heredocs: true, Frontends: false, Transports: true);
        Dockerfile("app", "# syntax=other/frontend:1\nFROM scratch\n");

        Assert.Equal(OutcomeKind.Built, (await _bench.BuildAsync(level: 3))["app"].Kind);
        Assert.DoesNotContain("syntax", _bench.Engine.Dockerfiles.Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BUILDKIT_SYNTAX")]
    [InlineData("BUILDKIT_DISABLE_FILEOP")]
    public async Task An_argument_that_makes_BuildKit_run_an_image_unseen_is_refused(string argument)
    {
        _bench.Write(
            "slipway.yml", $"prefix: test\nfolder: images\nimages: {{ app: {{ args: {{ {argument}: x }} }} }}\n");
        Dockerfile("app", "FROM scratch\n");

        Assert.Equal(BuildCodes.FrontendRefused, Assert.Single((await _bench.BuildAsync())["app"].Diagnostics).Code);
    }

    [Theory]
    [InlineData("FROM scratch\nRUN cat <<\"#end\"\nFROM evilbase:latest\n#end\n", "SLIP1606")]
    [InlineData("FROM scratch\nADD https://example.com/x /x\n", "SLIP1609")]
    [InlineData("FROM oci:layout\n", "SLIP1610")]
    [InlineData("FROM scratch\nCOPY --from=docker-archive:x.tar a b\n", "SLIP1610")]
    [InlineData("FROM Evil\n", "SLIP1613")]
    [InlineData("FROM scratch\nCOPY --from=7 a b\n", "SLIP1131")]
    public async Task What_no_plan_can_name_is_refused(string dockerfile, string code)
    {
        Protect().Engine.Grammar = new BuilderGrammar(Heredocs: false, Frontends: true, Transports: true);
        Dockerfile("app", dockerfile);

        var outcome = (await _bench.BuildAsync(level: 3))["app"];

        Assert.Equal(code, Assert.Single(outcome.Diagnostics).Code.ToString());
        Assert.NotNull(outcome.Diagnostics[0].Location);
        Assert.Empty(_bench.Engine.Built);
    }

    [Fact]
    public async Task What_ONBUILD_of_a_parent_brings_is_a_part_of_the_build()
    {
        _bench.Image("tool", "scratch");
        Dockerfile(
            "onb",
            "FROM scratch\nONBUILD COPY --from=tool /tool /tool\nONBUILD RUN --mount=type=cache,id=x,target=/c y\n");
        Dockerfile("kid", "FROM onb\nUSER me\n");
        await _bench.BuildAsync();

        string sent = _bench.Engine.Dockerfiles.Last();
        Assert.Matches(
            "^FROM slipway\\.invalid/image:[^ ]+\nCOPY --from=slipway\\.invalid/image:[^ ]+ /tool /tool\n"
            + "RUN --mount=type=cache,id=x,target=/c,id=[0-9a-f]{32} y\nUSER me\n$",
            sent);

        _bench.Image("tool", "scratch", "changed");
        var again = await _bench.BuildAsync();
        Assert.Equal(OutcomeKind.Built, again["kid"].Kind);
        Assert.Equal(OutcomeKind.Reused, again["onb"].Kind);
    }

    [Fact]
    public async Task What_is_told_of_a_build_is_told_once_also_when_its_base_brings_something()
    {
        _bench.Engine.Hold("debian:12");
        Dockerfile("onb", "FROM scratch\nONBUILD USER x\n");
        Dockerfile("kid", "FROM onb\nCOPY --from=debian:12 a b\n");

        await _bench.BuildAsync(level: 3);

        Assert.Equal(BuildCodes.NotPinned, Assert.Single(Warnings).Code);
    }

    [Fact]
    public async Task An_image_from_elsewhere_is_compared_with_what_the_push_would_have_used_before()
    {
        Dockerfile("app", "FROM debian:12\n");
        _bench.Engine.Registry["debian:12"] = "first";
        await _bench.BuildAsync(level: 1);
        _bench.Engine.Registry["debian:12"] = "second";

        await _bench.BuildAsync(level: 3, options: new BuildOptions { Parallelism = 1, Pull = true });

        Assert.DoesNotContain(Warnings, warning => warning.Code == BuildCodes.ExternalChanged);
    }

    [Theory]
    [InlineData("COPY --from=tool a b", true)]
    [InlineData("RUN --mount=type=cache,target=/c x", true)]
    [InlineData("ADD https://example.com/x /x", true)]
    [InlineData("COPY --chown=à--from=tool a b", true)]
    [InlineData("RUN --mount=type=bind,target=$T x", true)]
    [InlineData("# escape=`\nLABEL a=b \\\nCOPY --from=tool a b", true)]
    [InlineData("COPY a b", false)]
    public async Task ONBUILD_of_an_image_from_elsewhere_must_not_reach_for_anything(string trigger, bool isRefused)
    {
        _bench.Engine.Hold("debian:12", trigger);
        Dockerfile("app", "FROM debian:12\n");

        var outcome = (await _bench.BuildAsync(level: 3))["app"];

        Assert.Equal(isRefused ? [BuildCodes.TriggerRefused] : [], outcome.Diagnostics.Select(problem => problem.Code));
    }

    [Theory]
    [InlineData("COPY --from=tool a b", true)]
    [InlineData("RUN --mount=type=cache,target=/c x", true)]
    [InlineData("ADD https://example.com/x /x", false)]
    public async Task At_the_lowest_level_too_what_it_names_may_be_anybodys(string trigger, bool isRefused)
    {
        _bench.Engine.Hold("debian:12", trigger);
        Dockerfile("app", "FROM debian:12\n");

        var outcome = (await _bench.BuildAsync(level: 1))["app"];

        Assert.Equal(isRefused ? [BuildCodes.TriggerRefused] : [], outcome.Diagnostics.Select(problem => problem.Code));
        Assert.Equal(isRefused ? [] : [BuildCodes.TriggerRefused], Warnings.Select(warning => warning.Code));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_mount_with_a_variable_is_refused_where_its_value_is_read_as_a_part_of_the_mount(bool isRefused)
    {
        _bench.Engine.Grammar = new BuilderGrammar(Heredocs: true, Frontends: false, Transports: true)
        {
            MountsOfVariables = isRefused,
        };
        Dockerfile("app", "FROM scratch\nENV T=/p,from=evil\nRUN --mount=type=bind,target=$T x\n");

        var outcome = (await _bench.BuildAsync())["app"];

        Assert.Equal(isRefused ? [DockerfileCodes.Doubtful] : [], outcome.Diagnostics.Select(problem => problem.Code));
    }

    [Theory]
    [InlineData(1, null, null, true, true)]
    [InlineData(3, null, null, true, true)]
    [InlineData(1, "try", null, false, false)]
    [InlineData(1, null, "7", false, false)]
    [InlineData(3, "main", null, true, true)]
    [InlineData(2, "beta", null, false, false)]
    public async Task Only_a_protected_push_and_a_person_give_names_that_others_would_take(
        int level, string? project, string? pullRequest, bool isPublished, bool isLatest)
    {
        Protect()
            .Write("images/debian/VERSION", "1")
            .Write("images/debian/REGISTRY", "docker.io/docker")
            .Write("images/debian/HASH", "");
        Dockerfile("debian", "FROM scratch\n");
        Dockerfile("app", $"FROM {Pinned}\n");
        _bench.Engine.Hold(Pinned);

        await _bench.BuildAsync(level, project: project, pullRequest: pullRequest);

        Assert.Equal(isPublished, _bench.Engine.Tags.Contains("docker.io/docker/debian:1"));
        Assert.Equal(isLatest, _bench.Engine.Tags.Contains("debian:latest"));
        Assert.Contains("app:latest", _bench.Engine.Tags);
    }

    public void Dispose() => _bench.Dispose();

    private Workbench Protect() => _bench.Write("slipway.yml", "prefix: test\nfolder: images\nprotected-levels: [3]\n");

    private Workbench Dockerfile(string name, string text) => _bench.Write($"images/{name}/Dockerfile", text);

    [GeneratedRegex("slipway\\.invalid/image:[^\\s,]+", RegexOptions.None, 1000)]
    private static partial Regex Given();

    [GeneratedRegex(",id=[0-9a-f]{32}", RegexOptions.None, 1000)]
    private static partial Regex CacheId();
}
