using Slipway.Model.Values;

namespace Slipway.Model.Storage;

/// <summary>An image by the build that made it.</summary>
/// <param name="Build">The build; on Taskcluster the task.</param>
/// <param name="ImageHash">The image ID, when whoever indexed the build wrote it down.</param>
public sealed record BuiltImage(BuildId Build, ImageHash? ImageHash);
