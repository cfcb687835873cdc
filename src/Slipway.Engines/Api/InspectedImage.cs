using Slipway.Core.Engines;

namespace Slipway.Engines.Api;

/// <summary>An image of the engine with its platform.</summary>
/// <param name="Image">The image.</param>
/// <param name="Platform"><c>os/architecture[/variant]</c>.</param>
internal sealed record InspectedImage(EngineImage Image, string Platform);
