using System.Net;

namespace Slipway.Http.Tests;

public sealed class StatusTableTests
{
    [Theory]
    [InlineData(200, false)]
    [InlineData(401, false)]
    [InlineData(429, false)]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(501, true)]
    [InlineData(599, true)]
    public void A_servers_own_failures_may_pass_and_no_others(int status, bool mayPass) =>
        Assert.Equal(mayPass, new StatusTable().MayPass((HttpStatusCode)status));

    [Fact]
    public void A_table_makes_exceptions_both_ways()
    {
        var table = new StatusTable
        {
            Passing = [HttpStatusCode.TooManyRequests],
            Lasting = [HttpStatusCode.NotImplemented],
        };

        Assert.True(table.MayPass(HttpStatusCode.TooManyRequests));
        Assert.False(table.MayPass(HttpStatusCode.NotImplemented));
        Assert.True(table.MayPass(HttpStatusCode.BadGateway));
        Assert.False(table.MayPass(HttpStatusCode.RequestTimeout));
    }
}
