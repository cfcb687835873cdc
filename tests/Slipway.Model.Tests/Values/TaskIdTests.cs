using CsCheck;
using Slipway.Model.Values;

namespace Slipway.Model.Tests.Values;

public sealed class TaskIdTests
{
    [Theory]
    [InlineData("fN1SbArXTPSVFNUvaOlinQ")]
    [InlineData("VcStOyC6Sq6IQI1ezf8eYA")]
    public void A_slug_of_taskcluster_is_an_id(string text) => Assert.Equal(text, TaskId.Parse(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData("fN1SbArXTPSVFNUvaOlin")]
    [InlineData("fN1SbArXTPSVFNUvaOlinQQ")]
    [InlineData("fN1SbArXAPSVFNUvaOlinQ")]
    [InlineData("fN1SbArXTPSVFNUvaOlinR")]
    [InlineData("fN1SbArXTP/VFNUvaOlinQ")]
    [InlineData("fN1SbArXTPSVFNUvaOlinQ\n")]
    public void What_is_no_version_4_UUID_is_none(string text) => Assert.False(TaskId.TryParse(text, out _));

    [Fact]
    public void Any_bytes_give_an_id_and_the_same_bytes_the_same_one() =>
        Gen.Byte.Array[16].Sample(bytes =>
        {
            var id = TaskId.FromBytes(bytes);
            Assert.True(TaskId.TryParse(id.Value, out var parsed));
            Assert.Equal(id, parsed);
            Assert.Equal(id, TaskId.FromBytes(bytes));
            Assert.NotEqual('-', id.Value[0]);
            Assert.Equal(id, TaskId.Of(id.Build));
        });

    [Fact]
    public void Every_id_of_a_build_that_is_made_here_is_one_of_a_task() =>
        Gen.Const(0).Sample(_ => Assert.NotNull(TaskId.Of(BuildId.New())));
}
