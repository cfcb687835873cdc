using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;

namespace Slipway.Http.Tests;

public sealed class FailureReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);

    private static readonly RetrySchedule Schedule = new()
    {
        Attempts = 3,
        FirstDelay = TimeSpan.FromMilliseconds(100),
        LongestDelay = TimeSpan.FromSeconds(30),
        LongestRetryAfter = TimeSpan.FromMinutes(2),
        Progress = 1,
    };

    public static TheoryData<Exception, string, bool, bool> Failures() =>
        new()
        {
            { new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded), "headers", false, false },
            { new SlowBodyException("slow"), "slow", true, true },
            { new TimeoutException("silent"), "unreachable", true, true },
            { new IOException("broken"), "unreachable", true, true },
            {
                new HttpRequestException("x", new SocketException((int)SocketError.ConnectionRefused)),
                "unreachable",
                true,
                true
            },
            {
                new HttpRequestException("x", new SocketException((int)SocketError.HostNotFound)),
                "unreachable",
                false,
                true
            },
            { new HttpRequestException("x", new AuthenticationException()), "unreachable", false, false },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_of_the_network_passes_or_stays(
        Exception exception, string expected, bool mayPass, bool mayPassWithNamesTriedAgain)
    {
        Check(Schedule, mayPass);
        Check(Schedule with { TriesUnknownNames = true }, mayPassWithNamesTriedAgain);

        void Check(RetrySchedule schedule, bool passes)
        {
            var explained = Reader(schedule).Explain(exception, new Wording());
            var failure = explained is TransientException transient
                ? transient.Failure
                : Assert.IsType<SlipwayException>(explained);

            Assert.Equal(passes, explained is TransientException);
            Assert.Equal(expected, failure.Diagnostics[0].Message);
        }
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("999999", 120)]
    [InlineData("Wed, 25 Nov 2026 00:00:30 GMT", 30)]
    [InlineData("Tue, 24 Nov 2026 00:00:30 GMT", 0)]
    public void A_servers_wish_to_wait_counts_within_bounds(string asked, int seconds)
    {
        using var answer = Answer(HttpStatusCode.ServiceUnavailable, asked);

        Assert.True(Reader(Schedule).MayPass(answer, out var wait));
        Assert.Equal(TimeSpan.FromSeconds(seconds), wait);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("soon")]
    public void A_server_that_names_no_time_asks_for_none(string? asked)
    {
        using var answer = Answer(HttpStatusCode.ServiceUnavailable, asked);

        Assert.True(Reader(Schedule).MayPass(answer, out var wait));
        Assert.Null(wait);
    }

    [Fact]
    public void A_wish_does_not_count_where_the_schedule_knows_none_or_the_answer_stays()
    {
        using var passing = Answer(HttpStatusCode.ServiceUnavailable, "7");
        using var lasting = Answer(HttpStatusCode.TooManyRequests, "7");

        Assert.True(Reader(Schedule with { LongestRetryAfter = null }).MayPass(passing, out var ignored));
        Assert.Null(ignored);
        Assert.False(Reader(Schedule).MayPass(lasting, out var pointless));
        Assert.Null(pointless);
    }

    private static FailureReader Reader(RetrySchedule schedule) =>
        new(schedule, new StatusTable(), new FakeTimeProvider(Now));

    private static HttpResponseMessage Answer(HttpStatusCode status, string? asked)
    {
        var answer = new HttpResponseMessage(status);
        if (asked is not null)
        {
            answer.Headers.TryAddWithoutValidation("Retry-After", asked);
        }

        return answer;
    }

    private sealed class Wording : INetworkWording
    {
        public SlipwayException HeadersTooLarge() => Say("headers");

        public SlipwayException TooSlow(Exception exception) => Say(exception.Message);

        public SlipwayException Unreachable(Exception exception) => Say("unreachable");

        private static SlipwayException Say(string message) =>
            new(new Diagnostic(RegistryCodes.Unreachable, message, "remedy"));
    }
}
