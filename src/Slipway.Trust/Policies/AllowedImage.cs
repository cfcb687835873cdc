using Slipway.Model.Values;

namespace Slipway.Trust.Policies;

/// <summary>That somebody allows an image.</summary>
/// <param name="Of">The type of the tasks that may run in it; or the name of the image that may be it.</param>
/// <param name="ImageHash">The image ID.</param>
/// <param name="By">Who allows it.</param>
/// <param name="On">Since when.</param>
/// <param name="Why">Why.</param>
public sealed record AllowedImage(string Of, ImageHash ImageHash, string By, DateOnly On, string Why);
