using Slipway.Application.TaskBuilds;
using Slipway.Application.TaskBuilds.Contexts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.TaskBuilds;

public sealed class TaskEnvironmentReaderTests
{
    private static readonly string Hash = Sha256Digest.Of("context"u8).ToString();

    // What taskgraph's transforms/docker_image.py sets.
    private static Dictionary<string, string> Taskgraph => new(StringComparer.Ordinal)
    {
        ["CONTEXT_TASK_ID"] = MemoryTasks.Id(1).Value,
        ["CONTEXT_PATH"] = "public/docker-contexts/base.tar.gz",
        ["HASH"] = Hash,
        ["PROJECT"] = "main",
        ["IMAGE_NAME"] = "base",
        ["DOCKER_IMAGE_ZSTD_LEVEL"] = "10",
        ["DOCKER_BUILD_ARGS"] = """{"DOCKER_IMAGE_PACKAGES": "", "WHO": "é"}""",
        ["PARENT_TASK_ID"] = MemoryTasks.Id(2).Value,
        ["VCS_HEAD_REV"] = "abc",
        ["TASK_ID"] = MemoryTasks.Id(3).Value,
        ["RUN_ID"] = "1",
        ["TASKCLUSTER_ROOT_URL"] = "https://tc.example.com",
    };

    [Fact]
    public void What_taskgraphs_tasks_say_is_understood()
    {
        var settings = TaskEnvironmentReader.Read(Taskgraph, null, null);

        Assert.Equal(MemoryTasks.Id(1), settings.ContextTask);
        Assert.Equal("public/docker-contexts/base.tar.gz", settings.ContextArtifact?.Value);
        Assert.Equal(Hash, settings.ContextHash.ToString());
        Assert.Equal(("base:latest", "base"), (settings.Tag, settings.Name));
        Assert.Equal(10, settings.Compression);
        Assert.Equal("é", settings.Args["WHO"]);
        Assert.Equal("https://tc.example.com", settings.Args["TASKCLUSTER_ROOT_URL"]);
        Assert.Equal(MemoryTasks.Id(2), settings.ParentTask);
        Assert.Equal((MemoryTasks.Id(3), 1), TaskBuilder.RequireRun(settings));
        Assert.StartsWith("linux/", settings.Platform, StringComparison.Ordinal);
        Assert.Null(settings.Digest);
        Assert.True(settings.NeedsTasks);
    }

    [Fact]
    public void What_Slipway_adds_is_understood()
    {
        var environment = Taskgraph;
        environment["SLIPWAY_PARENTS"] = $$"""{"tools": "{{MemoryTasks.Id(4)}}"}""";
        environment["SLIPWAY_DIGEST"] = Hash;
        environment["SLIPWAY_PLATFORM"] = "linux/arm64/v8";
        environment["SLIPWAY_PROTECTED"] = "1";
        environment["SLIPWAY_DOCKERFILE"] = "ci/Dockerfile.dev";

        var settings = TaskEnvironmentReader.Read(environment, null, null);

        Assert.Equal(MemoryTasks.Id(4), settings.Parents["tools"]);
        Assert.Equal(Hash, settings.Digest?.ToString());
        Assert.Equal("linux/arm64/v8", settings.Platform);
        Assert.True(settings.IsProtected);
        Assert.Equal("ci/Dockerfile.dev", settings.Dockerfile);
    }

    [Fact]
    public void Files_of_the_machine_need_no_task()
    {
        var settings = TaskEnvironmentReader.Read(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["HASH"] = Hash,
                ["IMAGE_NAME"] = "example.com/tools/base:v1",
            },
            "context.tar.gz",
            "parent.tar");

        Assert.False(settings.NeedsTasks);
        Assert.Equal(("example.com/tools/base:v1", "base"), (settings.Tag, settings.Name));
        Assert.Equal(3, settings.Compression);
        Assert.Equal("parent.tar", settings.ParentFile);
    }

    [Fact]
    public void Everything_that_is_missing_is_told_at_once()
    {
        var refused = Assert.Throws<SlipwayException>(() =>
            TaskEnvironmentReader.Read(
                new Dictionary<string, string>(StringComparer.Ordinal) { ["HASH"] = "" }, null, null));

        Assert.All(refused.Diagnostics, problem => Assert.Equal(TaskBuildCodes.VariableMissing, problem.Code));
        Assert.Equal(
            ["CONTEXT_PATH", "CONTEXT_TASK_ID", "HASH", "IMAGE_NAME"],
            refused.Diagnostics.Select(problem => problem.Message.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
    }

    [Theory]
    [InlineData("CONTEXT_TASK_ID", "decision")]
    [InlineData("CONTEXT_PATH", "public/../secret")]
    [InlineData("HASH", "abc")]
    [InlineData("IMAGE_NAME", "Base Image")]
    [InlineData("IMAGE_NAME", "base:")]
    [InlineData("PARENT_TASK_ID", "x")]
    [InlineData("DOCKER_IMAGE_ZSTD_LEVEL", "0")]
    [InlineData("DOCKER_IMAGE_ZSTD_LEVEL", "23")]
    [InlineData("DOCKER_BUILD_ARGS", "[]")]
    [InlineData("DOCKER_BUILD_ARGS", "{\"A\": 1}")]
    [InlineData("DOCKER_BUILD_ARGS", "{\"\": \"a\"}")]
    [InlineData("DOCKER_BUILD_ARGS", "{")]
    [InlineData("SLIPWAY_PARENTS", "{\"base\": \"x\"}")]
    [InlineData("SLIPWAY_DIGEST", "x")]
    [InlineData("SLIPWAY_PLATFORM", "linux")]
    [InlineData("SLIPWAY_PROTECTED", "level-3")]
    [InlineData("SLIPWAY_DOCKERFILE", "../Dockerfile")]
    [InlineData("TASK_ID", "x")]
    [InlineData("RUN_ID", "-1")]
    [InlineData("CHOWN_OUTPUT", "root:root")]
    public void What_cannot_be_understood_is_named(string name, string value)
    {
        var environment = Taskgraph;
        environment[name] = value;

        var refused = Assert.Throws<SlipwayException>(() => TaskEnvironmentReader.Read(environment, null, null));

        var problem = Assert.Single(refused.Diagnostics);
        Assert.Equal(TaskBuildCodes.VariableInvalid, problem.Code);
        Assert.StartsWith(name, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_value_of_an_argument_is_never_shown()
    {
        var environment = Taskgraph;
        environment["DOCKER_BUILD_ARGS"] = """{"TOKEN": ["hunter2"]}""";

        var refused = Assert.Throws<SlipwayException>(() => TaskEnvironmentReader.Read(environment, null, null));

        Assert.DoesNotContain("hunter2", refused.Message, StringComparison.Ordinal);
        Assert.Contains("TOKEN", refused.Message, StringComparison.Ordinal);
    }
}
