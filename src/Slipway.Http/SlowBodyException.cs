namespace Slipway.Http;

/// <summary>A body comes, but too slowly.</summary>
public sealed class SlowBodyException(string message) : TimeoutException(message);
