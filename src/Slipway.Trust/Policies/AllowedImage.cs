using Slipway.Model.Values;

namespace Slipway.Trust.Policies;

/// <summary>That somebody allows tasks of a type to run in an image of a registry.</summary>
/// <param name="TaskType">The type of the tasks.</param>
/// <param name="ImageHash">The image ID.</param>
/// <param name="By">Who allows it.</param>
/// <param name="On">Since when.</param>
/// <param name="Why">Why.</param>
public sealed record AllowedImage(string TaskType, ImageHash ImageHash, string By, DateOnly On, string Why);
