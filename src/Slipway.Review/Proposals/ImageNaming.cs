using System.Text;
using Slipway.Model.Values;

namespace Slipway.Review.Proposals;

/// <summary>Makes names of images out of what folders, targets and services are called.</summary>
internal static class ImageNaming
{
    private const string Fallback = "image";

    /// <summary>The nearest name to a text: small letters and digits, with single marks between.</summary>
    public static ImageName Of(string text)
    {
        var name = new StringBuilder();
        char mark = '\0';
        foreach (char c in text.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                _ = mark != '\0' && name.Length > 0 ? name.Append(mark) : name;
                name.Append(c);
                mark = '\0';
            }
            else
            {
                mark = mark == '\0' && c is '.' or '_' ? c : '-';
            }
        }

        string clipped = name.ToString(0, Math.Min(name.Length, ImageName.MaximumLength)).TrimEnd('.', '_', '-');
        return ImageName.TryParse(text, out var same) ? same
            : ImageName.TryParse(clipped, out var made) ? made
            : ImageName.Parse(Fallback);
    }

    /// <summary>The name, or with a number behind it when it is taken; it is taken then.</summary>
    public static ImageName Unique(ImageName wanted, ISet<ImageName> taken)
    {
        var name = wanted;
        for (int number = 2; !taken.Add(name); number++)
        {
            string suffix = $"-{number}";
            name = ImageName.Parse(
                wanted.Value[..Math.Min(wanted.Value.Length, ImageName.MaximumLength - suffix.Length)]
                    .TrimEnd('.', '_', '-') + suffix);
        }

        return name;
    }
}
