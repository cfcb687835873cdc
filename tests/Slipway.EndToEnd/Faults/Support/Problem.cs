namespace Slipway.EndToEnd.Faults.Support;

/// <summary>A problem as a person sees it on standard error.</summary>
internal sealed record Problem(int Code, string Message, string? Location, string Remedy);
