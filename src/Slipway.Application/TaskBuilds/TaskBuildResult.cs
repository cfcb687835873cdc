using Slipway.Model.Storage;

namespace Slipway.Application.TaskBuilds;

/// <summary>What an image's task made.</summary>
/// <param name="Image">The image and its layers.</param>
/// <param name="Tag">The tag under which the archive holds it.</param>
/// <param name="File">The file.</param>
public sealed record TaskBuildResult(EngineImageLayers Image, string Tag, PackedImage File);
