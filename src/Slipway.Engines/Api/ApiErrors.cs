using System.Net.Sockets;
using System.Text.Json;
using Docker.DotNet;
using Slipway.Engines.Errors;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Engines.Api;

/// <summary>Turns what goes wrong on the way to an engine into words.</summary>
internal static class ApiErrors
{
    private const int LongestAnswer = 1000;

    /// <summary>Whether an exception means that the connection failed, as against an answer that says no.</summary>
    public static bool IsConnectionFailure(Exception exception) =>
        exception is HttpRequestException or IOException or SocketException;

    public static async Task<T> GuardAsync<T>(EngineEndpoint endpoint, string what, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (DockerApiException exception)
        {
            throw Refused(what, ReadMessage(exception.ResponseBody) ?? exception.StatusCode.ToString(), exception);
        }
        catch (Exception exception) when (IsConnectionFailure(exception))
        {
            throw Lost(endpoint, what, exception);
        }
        catch (JsonException exception)
        {
            throw Refused(what, "its answer is not the JSON of Docker's API", exception);
        }
    }

    public static SlipwayException Refused(string what, string answer, Exception? exception = null) =>
        new(
            new Diagnostic(
                EngineCodes.RequestRefused,
                $"The engine refused to {what}: {Display.Ends(answer, LongestAnswer)}",
                "Look at the engine's log; 'slipway doctor' shows which engine it is"),
            exception);

    // "empty export - not implemented": image/tarexport/save.go of Docker up to 24.
    public static bool IsEmptyExport(DockerApiException exception) =>
        ReadMessage(exception.ResponseBody)?.Contains("empty export", StringComparison.Ordinal) ?? false;

    public static SlipwayException NoLayers(ImageHash image, Exception exception) =>
        new(
            new Diagnostic(
                EngineCodes.RequestRefused,
                $"The engine cannot save the image {image.Short}: it has no layers",
                "Add a step that makes one, such as a COPY: Docker cannot save an image that has none"),
            exception);

    public static SlipwayException Lost(EngineEndpoint endpoint, string what, Exception? exception) =>
        new(
            new Diagnostic(
                EngineCodes.EngineLost,
                $"The engine at {endpoint.Address} went away while it was asked to {what}"
                + (exception is null ? string.Empty : $": {Innermost(exception).Message}"),
                "Check that the engine still runs, look at its log for the cause, and run the command again"),
            exception);

    public static Diagnostic NotReachable(EngineEndpoint endpoint, string origin, Exception exception)
    {
        var cause = Innermost(exception);
        if (cause is SocketException { SocketErrorCode: SocketError.AccessDenied } or UnauthorizedAccessException)
        {
            return new Diagnostic(
                EngineCodes.PermissionDenied,
                $"This user may not use the socket {endpoint.SocketPath ?? endpoint.Address} ({origin}): "
                + "permission denied",
                "Add the user to the group that owns the socket (for Docker: sudo usermod -aG docker \"$USER\", "
                + "then log in again), use rootless Docker or Podman, or run the command as root");
        }

        string reason = cause switch
        {
            _ when endpoint.SocketPath is { } path && !Path.Exists(path) => "the socket does not exist",
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "nothing listens there",
            OperationCanceledException => "it did not answer in time",
            _ => cause.Message,
        };
        return new Diagnostic(
            EngineCodes.NotReachable,
            $"The engine at {endpoint.Address} ({origin}) cannot be reached: {reason}",
            "Start the engine (for Docker: sudo systemctl start docker), or correct the address that "
            + $"{origin} gives, or choose another engine with --engine");
    }

    /// <summary>The text of <c>{"message": …}</c>, as the API answers errors.</summary>
    public static string? ReadMessage(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("message", out var message)
                    ? message.GetString()
                    : body.Trim();
        }
        catch (JsonException)
        {
            return body.Trim();
        }
    }

    private static Exception Innermost(Exception exception) =>
        exception.InnerException is { } inner ? Innermost(inner) : exception;
}
