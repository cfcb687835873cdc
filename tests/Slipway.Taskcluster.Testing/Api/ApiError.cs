namespace Slipway.Taskcluster.Testing.Api;

/// <summary>A request that is refused, in the words of the services.</summary>
internal sealed class ApiError(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static ApiError MalformedPayload(string message) => new(400, "MalformedPayload", message);

    public static ApiError InvalidArguments(string message) => new(400, "InvalidRequestArguments", message);

    public static ApiError Schema(string message) => new(400, "InputValidationError", message);

    public static ApiError Input(string message) => new(400, "InputError", message);

    public static ApiError Authentication(string message) => new(401, "AuthenticationFailed", message);

    public static ApiError Scopes(string message) => new(403, "InsufficientScopes", message);

    public static ApiError NotFound(string message) => new(404, "ResourceNotFound", message);

    public static ApiError Conflict(string message) => new(409, "RequestConflict", message);

    public static ApiError Expired(string message) => new(410, "ResourceExpired", message);

    public static ApiError TooLarge(string message) => new(413, "InputTooLarge", message);

    /// <summary>What the services answer when they did not foresee something.</summary>
    public static ApiError Internal() =>
        new(500, "InternalServerError", $"Internal Server Error, incidentId {Guid.NewGuid()}.");
}
