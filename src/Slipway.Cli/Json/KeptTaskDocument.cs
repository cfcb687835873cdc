using Slipway.Core.Values;

namespace Slipway.Cli.Json;

/// <summary>A task that a decision found in its place.</summary>
/// <param name="TaskId">Its id.</param>
/// <param name="State">How it stands, in the words of the Queue.</param>
internal sealed record KeptTaskDocument(string TaskId, string State);
