namespace Slipway.Application.Pushes;

/// <summary>Who allows what is published, and why.</summary>
/// <param name="By">Who; not empty.</param>
/// <param name="Why">Why; not empty.</param>
public sealed record PushApproval(string By, string Why);
