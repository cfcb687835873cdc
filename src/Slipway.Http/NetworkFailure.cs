using System.Net.Sockets;
using System.Security.Authentication;
using Slipway.Model.Text;

namespace Slipway.Http;

/// <summary>
/// Reads the exceptions of requests and of bodies, which come in many forms for the same few reasons.
/// </summary>
public static class NetworkFailure
{
    /// <summary>Whether an exception of a request or of the reading of a body is the network's.</summary>
    public static bool IsOne(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException or TimeoutException or SocketException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>
    /// Whether another attempt would end the same way: the name is unknown, or TLS does not come about.
    /// </summary>
    public static bool IsFinal(Exception exception) =>
        IsOfTls(exception)
        || Find<SocketException>(exception)?.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData;

    /// <summary>Whether the server does not speak TLS, or has no certificate that is trusted.</summary>
    public static bool IsOfTls(Exception exception) => Find<AuthenticationException>(exception) is not null;

    /// <summary>Whether the headers of an answer were longer than they may be.</summary>
    public static bool IsOfHeaders(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded };

    /// <summary>The reason in a few words, for people.</summary>
    public static string Reason(Exception exception) => exception switch
    {
        TimeoutException => exception.Message,
        OperationCanceledException => "nothing answers",
        _ when IsOfTls(exception) => "it does not speak TLS",
        _ when Find<SocketException>(exception) is { } socket => Display.Line(socket.Message),
        HttpIOException or HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } =>
            "the connection broke",
        IOException => "the connection broke",
        _ => Display.Line(exception.Message),
    };

    /// <summary>The outermost exception of a type; null when there is none.</summary>
    public static T? Find<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not null and not T)
        {
            exception = exception.InnerException;
        }

        return exception as T;
    }
}
