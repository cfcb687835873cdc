using System.Net.Sockets;
using System.Security.Authentication;

namespace Slipway.Http.Tests;

public sealed class NetworkFailureTests
{
    private static readonly CancellationToken Cancelled = new(canceled: true);

    public static TheoryData<Exception, string> Reasons() => new()
    {
        { new TimeoutException("nothing came for 60 seconds"), "nothing came for 60 seconds" },
        { new TaskCanceledException(), "nothing answers" },
        { new HttpRequestException("x", new AuthenticationException("y")), "it does not speak TLS" },
        { new HttpIOException(HttpRequestError.ResponseEnded), "the connection broke" },
        { new IOException("x"), "the connection broke" },
        { new HttpRequestException("line\u001b[31m"), "line\\u001b[31m" },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_failure_of_the_network_is_told_in_a_few_words(Exception exception, string expected)
    {
        Assert.True(NetworkFailure.IsOne(exception, CancellationToken.None));
        Assert.Equal(expected, NetworkFailure.Reason(exception));
    }

    [Fact]
    public void A_socket_says_itself_what_is_wrong()
    {
        var socket = new SocketException((int)SocketError.ConnectionRefused);

        Assert.Equal(socket.Message, NetworkFailure.Reason(new HttpRequestException("x", socket)));
        Assert.False(NetworkFailure.IsFinal(new HttpRequestException("x", socket)));
    }

    [Fact]
    public void What_the_caller_ended_and_what_is_a_mistake_are_no_failures_of_the_network()
    {
        Assert.False(NetworkFailure.IsOne(new OperationCanceledException(), Cancelled));
        Assert.False(NetworkFailure.IsOne(new InvalidOperationException(), CancellationToken.None));
    }

    [Fact]
    public void An_unknown_name_and_a_certificate_that_is_refused_stay_so()
    {
        Assert.True(
            NetworkFailure.IsFinal(new HttpRequestException("x", new SocketException((int)SocketError.HostNotFound))));
        Assert.True(NetworkFailure.IsFinal(new HttpRequestException("x", new AuthenticationException())));
    }
}
