using System.Text;
using Slipway.Application.Closing;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Tests.Closing;

/// <summary>What builders say of lines, as BuildKit, Docker's classic builder and Buildah print it.</summary>
public sealed class BuilderLinesTests : IDisposable
{
    private const string File = "docker/day-app/Dockerfile";

    private readonly Workbench _bench = new();

    [Fact]
    public void The_place_of_a_failure_and_the_excerpt_below_it_have_the_lines_on_disk()
    {
        var lines = Lines("# %ARG A\n# %ARG B\nFROM a\n\nRUN $A\nRUN $B\n");

        Assert.Equal(
            [
                $"{File}:5",
                "--------------------",
                "   3 |     FROM a",
                "   4 |     ",
                "   5 | >>> RUN 1",
                "   6 |     RUN 2",
                "   6 |     ",
                "--------------------",
                "   3 | what else is printed",
            ],
            Translate(
                lines,
                "Dockerfile:3",
                "--------------------",
                "   1 |     FROM a",
                "   2 |     ",
                "   3 | >>> RUN 1",
                "   4 |     RUN 2",
                "   5 |     ",
                "--------------------",
                "   3 | what else is printed"));
        Assert.Equal(new SourceLocation(File, 5), lines.Told);
    }

    [Theory]
    [InlineData(
        "ERROR: failed to solve: dockerfile parse error on line 2: unknown instruction: COPYY (did you mean COPY?)",
        "ERROR: failed to solve: dockerfile parse error on line 3 of docker/day-app/Dockerfile: unknown instruction: "
        + "COPYY (did you mean COPY?)")]
    [InlineData(
        "failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 2: "
        + "unknown instruction: COPYY",
        "failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error on line "
        + "3 of docker/day-app/Dockerfile: unknown instruction: COPYY")]
    [InlineData(
        "Error response from daemon: dockerfile parse error line 2: unknown instruction: COPYY",
        "Error response from daemon: dockerfile parse error on line 3 of docker/day-app/Dockerfile: unknown "
        + "instruction: COPYY")]
    [InlineData(
        " - LegacyKeyValueFormat: \"ENV key=value\" should be used instead of legacy \"ENV key value\" format (line 2)",
        " - LegacyKeyValueFormat: \"ENV key=value\" should be used instead of legacy \"ENV key value\" format (line 3 "
        + "of docker/day-app/Dockerfile)")]
    public void What_is_wrong_with_the_Dockerfile_is_told_with_its_path_and_line(string said, string told) =>
        Assert.Equal([told], Translate(Lines("FROM a\n# %ARG A\nCOPY a b\n"), said));

    [Theory]
    [InlineData("#7 0.123 Dockerfile:3")]
    [InlineData("Other:2")]
    [InlineData("Dockerfile:99")]
    [InlineData("Dockerfile:2 DL3006 Always tag the version")]
    [InlineData("#7 0.1 make: *** [Makefile:2: all] Error 2 (line 2)")]
    public void What_steps_print_is_left_as_it_is(string said) =>
        Assert.Equal([said], Translate(Lines("FROM a\n# %ARG A\nCOPY a b\n"), said));

    [Fact]
    public void A_Dockerfile_of_another_name_is_known_by_its_path_and_by_its_last_part()
    {
        var lines = new BuilderLines("sub/Dockerfile.dev", "docker/app/sub/Dockerfile.dev", Origins("FROM a\n"));

        Assert.Equal(
            ["docker/app/sub/Dockerfile.dev:1", "docker/app/sub/Dockerfile.dev:1", "Dockerfile:1"],
            Translate(lines, "Dockerfile.dev:1", "sub/Dockerfile.dev:1", "Dockerfile:1"));
    }

    [Fact]
    public async Task A_failed_build_has_the_place_that_the_builder_named()
    {
        _bench.Write(
            "slipway.yml", "prefix: test\nfolder: images\nimages: { app: { args: { A: '1', B: '2' } } }\n");
        _bench.Write("images/app/Dockerfile", "# %ARG A\n# %ARG B\nFROM scratch\nRUN $A\n");
        _bench.Engine.Says = ["Dockerfile:2"];
        _bench.Engine.DuringBuild = (_, _) => throw ScriptedEngine.Failure("it failed");

        var failed = Assert.Single((await _bench.BuildAsync())["app"].Diagnostics);

        Assert.Equal(new SourceLocation("images/app/Dockerfile", 4), failed.Location);
    }

    [Fact]
    public async Task What_a_base_brings_does_not_move_the_lines_behind_it()
    {
        _bench.Write("images/base/Dockerfile", "FROM scratch\nONBUILD RUN a\nONBUILD RUN b\n");
        _bench.Write("images/app/Dockerfile", "FROM base\n\nRUN c\n");
        _bench.Engine.DuringBuild = (name, _) => name == "base"
            ? Task.FromResult(_bench.Engine.Says = ["Dockerfile:5"])
            : throw ScriptedEngine.Failure("it failed");

        var failed = Assert.Single((await _bench.BuildAsync())["app"].Diagnostics);

        Assert.Contains("RUN c", _bench.Engine.Dockerfiles.Last().Split('\n')[4], StringComparison.Ordinal);
        Assert.Equal(new SourceLocation("images/app/Dockerfile", 3), failed.Location);
    }

    public void Dispose() => _bench.Dispose();

    private static string[] Translate(BuilderLines lines, params string[] said) => [.. said.Select(lines.Translate)];

    private static BuilderLines Lines(string text) => new("Dockerfile", File, Origins(text));

    private static LineOrigins Origins(string text)
    {
        var settings = new DockerfileSettings();
        settings = settings with { Args = settings.Args.Add("A", "1").Add("B", "2") };
        return DockerfileReader.Read(Encoding.UTF8.GetBytes(text), File, settings, new DiagnosticBag())!.Origins();
    }
}
