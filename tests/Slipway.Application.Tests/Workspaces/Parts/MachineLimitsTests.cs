using Slipway.Application.Requests;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Streams;

namespace Slipway.Application.Tests.Workspaces.Parts;

[Collection(ProcessEnvironment.Name)]
public sealed class MachineLimitsTests : IDisposable
{
    [Theory]
    [InlineData(null, 4)]
    [InlineData("", 4)]
    [InlineData("64", 64)]
    [InlineData("1", 1)]
    public void The_owner_of_a_machine_says_what_may_be_expanded(string? given, long gibibytes)
    {
        Environment.SetEnvironmentVariable(ExpansionLimit.Variable, given);

        Assert.Equal(gibibytes << 30, MachineLimits.Expansion().For(1000));
        Assert.Equal(200 * (gibibytes << 30), MachineLimits.Expansion().For(gibibytes << 30));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1025")]
    [InlineData("much")]
    [InlineData("1.5")]
    public void Anything_else_is_an_error(string given)
    {
        Environment.SetEnvironmentVariable(ExpansionLimit.Variable, given);

        var failure = Assert.Throws<SlipwayException>(() => MachineLimits.Expansion());

        Assert.Equal(RequestCodes.InvalidValue, failure.Diagnostics[0].Code);
        Assert.Contains(ExpansionLimit.Variable, failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Environment.SetEnvironmentVariable(ExpansionLimit.Variable, null);
}
