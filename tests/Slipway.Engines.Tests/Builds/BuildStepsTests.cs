using Slipway.Engines.Builds;

namespace Slipway.Engines.Tests.Builds;

/// <summary>Output that real builders printed, followed line by line.</summary>
public sealed class BuildStepsTests
{
    [Fact]
    public void BuildKit_is_followed_from_step_to_step() => Assert.Equal(
        [
            "load build definition from Dockerfile | ",
            "load build definition from Dockerfile | transferring dockerfile: 157B done",
            "[1/3] FROM docker.io/library/debian:12 | ",
            "[1/3] FROM docker.io/library/debian:12 | 10.49MB / 48.48MB 0.2s",
            "[1/3] FROM docker.io/library/debian:12 | extracting 0.5s done",
            "[2/3] RUN apt-get update && apt-get install make | ",
            "[2/3] RUN apt-get update && apt-get install make | Get:1 http://deb.example.org/debian bookworm InRelease",
            "[3/3] COPY . . | ",
            "exporting to image | ",
            "exporting to image | exporting layers 0.1s done",
            "exporting to image | writing image done",
        ],
        Follow(
            """
            #1 [internal] load build definition from Dockerfile
            #1 transferring dockerfile: 157B done
            #1 DONE 0.0s

            #5 [1/3] FROM docker.io/library/debian:12@sha256:23ee8e23ee8e23ee8e23ee8e23ee8e23ee8e23ee8e23ee8e23ee8e23ee8e23ee
            #5 sha256:23ee8e23ee8e23ee8e23ee8e23ee8e23ee8e23ee8e23ee8e23ee8e23ee8e23ee 10.49MB / 48.48MB 0.2s
            #5 extracting sha256:23ee8e23ee8e23ee8e23ee8e23ee8e23ee8e23ee8e23ee8e23ee8e23ee8e23ee 0.5s done
            #5 DONE 2.1s

            #6 [2/3] RUN apt-get update && apt-get install make
            #6 0.345 Get:1 http://deb.example.org/debian bookworm InRelease
            #6 0.346 
            #6 DONE 3.3s

            #7 [3/3] COPY . .
            #7 CACHED

            #8 exporting to image
            #8 exporting layers 0.1s done
            #8 writing image sha256:1548e7e1a1cc86be55076fccffd11b7031c1ba29d9536a8d2ec18e33ba9d65e9 done
            #8 DONE 0.1s
            """));

    [Fact]
    public void Stages_of_BuildKit_that_run_side_by_side_are_told_apart() => Assert.Equal(
        [
            "[tools 2/3] RUN make tools | ",
            "[app 2/12] RUN make | ",
            "[tools 2/3] RUN make tools | cc tool.c",
            "[app 2/12] RUN make | ",
            "[app 2/12] RUN make | cc main.c",
            "[tools 2/3] RUN make tools | ",
        ],
        Follow(
            """
            #7 [tools 2/3] RUN make tools
            #8 [app  2/12] RUN make
            #7 0.2 cc tool.c
            #7 ...

            #8 [app  2/12] RUN make
            #8 0.4 cc main.c
            #8 DONE 0.5s
            """));

    [Fact]
    public void The_step_that_failed_is_the_last_one() => Assert.Equal(
        "[stage-1 3/7] RUN make | cc: not found",
        Follow(
            """
            #9 [stage-1 3/7] RUN make
            #9 0.2 cc: not found
            #9 ERROR: process "/bin/sh -c make" did not complete successfully: exit code: 127
            ------
             > [stage-1 3/7] RUN make:
            0.2 cc: not found
            ------
            ERROR: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 127
            """)[^1]);

    [Fact]
    public void The_classic_builder_is_followed_from_step_to_step() => Assert.Equal(
        [
            " | Sending build context to Docker daemon 10.24kB",
            "[1/2] FROM base | ",
            "[2/2] RUN boom | ",
            "[2/2] RUN boom | boom",
            "[2/2] RUN boom | Successfully built 7d8cd9041159",
        ],
        Follow(
            """
            Sending build context to Docker daemon  10.24kB
            Step 1/2 : FROM base
             ---> 7d8cd9041159
            Step 2/2 : RUN boom
             ---> Running in dc9a3d904251
            boom
            Removing intermediate container dc9a3d904251
             ---> 7d8cd9041159
            Successfully built 7d8cd9041159
            """));

    [Fact]
    public void Buildah_and_Podman_are_followed_from_stage_to_stage() => Assert.Equal(
        [
            "[1/2 1/2] FROM base AS one | ",
            "[1/2 2/2] COPY hello /one | ",
            "[2/2 1/6] FROM base | ",
            "[2/2 4/6] RUN echo '#7 [1/2] x' | ",
            "[2/2 4/6] RUN echo '#7 [1/2] x' | #7 [1/2] x",
            "[2/2 4/6] RUN echo '#7 [1/2] x' | COMMIT",
            "[2/2 4/6] RUN echo '#7 [1/2] x' | Copying blob done",
        ],
        Follow(
            """
            [1/2] STEP 1/2: FROM base AS one
            [1/2] STEP 2/2: COPY hello /one
            --> 1f2e3d4c5b6a
            [2/2] STEP 1/6: FROM base
            [2/2] STEP 4/6: RUN echo '#7 [1/2] x'
            #7 [1/2] x
            --> Using cache 1548e7e1a1cc86be55076fccffd11b7031c1ba29d9536a8d2ec18e33ba9d65e9
            COMMIT
            Copying blob sha256:1548e7e1a1cc86be55076fccffd11b7031c1ba29d9536a8d2ec18e33ba9d65e9 done
            """));

    [Theory]
    [InlineData("STEP 2/3: RUN make", "[2/3] RUN make | ")]
    [InlineData("STEP 2: RUN make", "[2] RUN make | ")]
    [InlineData("Step 2/3 : RUN make", "[2/3] RUN make | ")]
    [InlineData("#7 [linux/arm64 builder 3/7] RUN make", "[linux/arm64 builder 3/7] RUN make | ")]
    [InlineData("#7 [ 3/12] RUN make", "[3/12] RUN make | ")]
    public void Every_form_of_a_step_is_known(string line, string expected) =>
        Assert.Equal([expected], Follow(line));

    [Fact]
    public void A_line_without_end_costs_no_more_than_it_is_long()
    {
        string endless = new('x', 300_000);

        Assert.Equal(2, Follow($"#7 [1/1] RUN {endless}\n#7 0.1 {endless}").Count);
    }

    private static List<string> Follow(string text)
    {
        var steps = new BuildSteps();
        var seen = new List<string>();
        foreach (string line in text.Split('\n'))
        {
            if (steps.Read(line))
            {
                seen.Add($"{steps.Position.Step} | {steps.Position.Output}");
            }
        }

        return seen;
    }
}
