using System.Net.Sockets;
using System.Security.Authentication;
using Slipway.Core.Diagnostics;

namespace Slipway.Taskcluster.Http;

/// <summary>Says why a server gave no answer, or only a part of one.</summary>
internal static class ConnectionFailures
{
    /// <summary>Whether an exception of a request or of the reading of a body is the network's.</summary>
    public static bool IsOne(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException or TimeoutException or SocketException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <param name="server">Whom the request went to; only its authority is told.</param>
    /// <param name="what">For people, after "to".</param>
    /// <param name="exception">What the connection said.</param>
    public static TransientException Explain(Uri server, string what, Exception exception) => new(new SlipwayException(
        new Diagnostic(
            TaskclusterCodes.Unreachable,
            $"{server.Authority} cannot be reached to {what}: {Reason(exception)}",
            "Check TASKCLUSTER_ROOT_URL, the network and the proxy (HTTPS_PROXY, NO_PROXY), and try again."),
        exception));

    private static string Reason(Exception exception) => exception switch
    {
        TimeoutException => exception.Message,
        OperationCanceledException => "nothing answers",
        _ when Find<AuthenticationException>(exception) is not null => "its certificate is not trusted, or it does not speak TLS",
        _ when Find<SocketException>(exception) is { } socket => Display.Line(socket.Message),
        HttpIOException or IOException => "the connection broke",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "the connection broke",
        _ => Display.Line(exception.Message),
    };

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not null and not T)
        {
            exception = exception.InnerException;
        }

        return exception as T;
    }
}
