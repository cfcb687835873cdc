namespace Slipway.Taskcluster.Testing.Credentials;

/// <summary>A request whose credentials do not hold. The message is what the service answers.</summary>
internal sealed class AuthenticationException(string message) : Exception(message);
