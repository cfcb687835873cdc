using Slipway.Model.Diagnostics;
using Slipway.Taskcluster.Environments;
using Slipway.Taskcluster.Errors;

namespace Slipway.Taskcluster.Tests.Environments;

public sealed class CurrentTaskTests
{
    private const string Id = "fN1SbArXTPSVFNUvaOlinQ";

    [Fact]
    public void A_worker_says_which_task_and_which_run()
    {
        var current = CurrentTask.Read(Variables(Id, "2"))!;

        Assert.Equal((Id, 2), (current.Task.Value, current.Run));
    }

    [Fact]
    public void Outside_of_a_task_there_is_none() => Assert.Null(CurrentTask.Read(Variables("", "")));

    [Theory]
    [InlineData("not-a-task", "0")]
    [InlineData(Id, "")]
    [InlineData(Id, "-1")]
    [InlineData(Id, "99999999999")]
    [InlineData(Id, "one")]
    public void Variables_that_name_no_run_are_an_error(string task, string run) => Assert.Equal(
        TaskclusterCodes.CurrentTaskInvalid,
        Assert.Throws<SlipwayException>(() => CurrentTask.Read(Variables(task, run))).Diagnostics.Single().Code);

    private static Dictionary<string, string> Variables(string task, string run) => new(StringComparer.Ordinal)
    {
        ["TASK_ID"] = task,
        ["RUN_ID"] = run,
    };
}
