using Slipway.Engines.Builds;
using Slipway.Model.Diagnostics;

namespace Slipway.Engines.Tests.Builds;

/// <summary>Output that real builders printed.</summary>
public sealed class BuildOutputTests
{
    [Fact]
    public void The_failed_step_of_BuildKit_is_named_with_its_reason()
    {
        var failure = Read(
            """
            #5 [2/2] RUN ["/bin/busybox","sh","-c","echo boom; exit 7"]
            #5 sha256:1548e7e1a1cc86be55076fccffd11b7031c1ba29d9536a8d2ec18e33ba9d65e9
            #5 0.244 boom
            #5 ERROR: executor failed running [/bin/busybox sh -c echo boom; exit 7]: exit code: 7
            ------
             > [2/2] RUN ["/bin/busybox","sh","-c","echo boom; exit 7"]:
            ------
            executor failed running [/bin/busybox sh -c echo boom; exit 7]: exit code: 7
            """);

        Assert.Equal(
            "The build failed at 'RUN [\"/bin/busybox\",\"sh\",\"-c\",\"echo boom; exit 7\"]': executor failed running "
            + "[/bin/busybox sh -c echo boom; exit 7]: exit code: 7",
            failure.Message);
        Assert.Contains("\n  boom\n", failure.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("sha256:", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_failed_step_of_the_classic_builder_is_the_last_one()
    {
        var failure = Read(
            """
            DEPRECATED: The legacy builder is deprecated and will be removed in a future release.
                        BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0
                        environment-variable.

            Sending build context to Docker daemon  10.24kB
            Step 1/2 : FROM base
             ---> 7d8cd9041159
            Step 2/2 : RUN boom
             ---> Running in dc9a3d904251
            boom
            The command '/bin/sh -c boom' returned a non-zero code: 7
            """);

        Assert.Equal(
            "The build failed at 'RUN boom': The command '/bin/sh -c boom' returned a non-zero code: "
            + "7", failure.Message);
        Assert.EndsWith(
            ":\n  Step 1/2 : FROM base\n  Step 2/2 : RUN boom\n  boom\n  The command '/bin/sh -c boom' returned a "
            + "non-zero code: 7",
            failure.Remedy,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_failed_step_of_Podman_is_the_last_one()
    {
        var failure = Read(
            """
            STEP 1/2: FROM base
            STEP 2/2: RUN boom
            Error: building at STEP "RUN boom": while running runtime: exit status 7
            """);

        Assert.Equal(
            "The build failed at 'RUN boom': Error: building at STEP \"RUN boom\": while running runtime: exit status "
            + "7",
            failure.Message);
    }

    [Fact]
    public void The_failed_step_of_several_stages_is_the_last_one()
    {
        var failure = Read(
            """
            [1/2] STEP 1/2: FROM base AS one
            [2/2] STEP 1/2: FROM base
            [2/2] STEP 2/2: RUN boom
            Error: building at STEP "RUN boom": exit status 7
            """);

        Assert.Equal(
            "The build failed at 'RUN boom': Error: building at STEP \"RUN boom\": exit status 7", failure.Message);
    }

    [Fact]
    public void A_builder_that_says_nothing_is_told_by_its_exit_code() =>
        Assert.Equal(
            "The build failed: the builder ended with exit code 1 and said "
            + "nothing", new BuildOutput().Failure(1, "base").Message);

    [Fact]
    public void The_log_of_the_image_is_named_for_the_rest() =>
        Assert.Contains("`slipway log base`", Read("boom").Remedy, StringComparison.Ordinal);

    [Fact]
    public void A_line_without_end_is_cut_everywhere()
    {
        string endless = new('x', 300_000);

        var failure = Read($"Step 1/2 : FROM base\nStep 2/2 : RUN {endless}\n{endless}\n#7 0.1 {endless}");

        Assert.True(failure.Message.Length < 500);
        Assert.True(failure.Remedy.Length < 1500);
        Assert.EndsWith("x", failure.Remedy, StringComparison.Ordinal);
        Assert.Contains("x…x", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "ERROR: failed to solve: process \"/bin/sh -c {0}\" did not complete successfully: exit code: 100",
        "exit code: 100")]
    [InlineData("Error: building at STEP \"RUN {0}\": while running runtime: exit status 7", "exit status 7")]
    [InlineData("ERROR: failed to solve: {0}: failed to resolve source metadata: no such host", "no such host")]
    public void The_cause_that_stands_at_the_end_of_a_long_line_is_told(string line, string cause)
    {
        var failure = Read(string.Format(
            null, line, string.Concat(Enumerable.Repeat("apt-get install -y a-package && ", 50))));

        Assert.EndsWith(cause, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(cause, failure.Remedy, StringComparison.Ordinal);
        Assert.Contains($": {line[..15]}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_buildx_prints_behind_the_cause_is_not_taken_for_it() => Assert.EndsWith(
        "exit code: 1",
        Read(
            """
            ERROR: failed to solve: process "/bin/sh -c false" did not complete successfully: exit code: 1
            View build details: docker-desktop://dashboard/build/default/default/abc
            """).Message,
        StringComparison.Ordinal);

    private static Diagnostic Read(string text)
    {
        var output = new BuildOutput();
        foreach (string line in text.Split('\n'))
        {
            output.Add(line);
        }

        return output.Failure(1, "base");
    }
}
