using OpenCvSharp;

namespace U2Video.Reporting.Tests;

public class ResultSheetTests
{
    private const int Cell = 232;
    private const int Margin = 16;
    private const int Head = 34;
    private const int Caption = 26;
    private const int First = Head + (Cell / 2);
    private const int WideHeight = Cell * 360 / 640;

    [Fact]
    public void Each_sample_is_a_row_of_input_mask_cut_out_and_truth()
    {
        using var square = SimulatedRun.Sample("square", 200, 200);
        using var wide = SimulatedRun.Sample("wide", 640, 360);

        using var sheet = PictureAssert.Decode(
            ResultSheet.Draw([square, wide]), 984, Head + Cell + Caption + WideHeight + Caption + Margin);

        foreach (var middle in new[] { First, Head + Cell + Caption + (WideHeight / 2) })
        {
            AssertColor(sheet, 0, middle, 230, 180, 140);
            AssertColor(sheet, 1, middle, 255, 255, 255);
            AssertColor(sheet, 2, middle, 230, 180, 140);
            AssertColor(sheet, 3, middle, 255, 255, 255);
        }

        // Left of the subject: the ground, and black where it is cut away.
        AssertColor(sheet, 0, First, 60, 120, 200, right: -100);
        AssertColor(sheet, 2, First, 0, 0, 0, right: -100);
        AssertColor(sheet, 3, First, 0, 0, 0, right: -100);
    }

    [Fact]
    public void Columns_have_heads_and_rows_have_captions()
    {
        using var sample = SimulatedRun.Sample("a picture", 200, 200);

        using var sheet = PictureAssert.Decode(ResultSheet.Draw([sample]), 984, Head + Cell + Caption + Margin);

        for (var column = 0; column < 4; column++)
        {
            Assert.InRange(PictureAssert.Ink(sheet, new Rect(Margin + (column * (Cell + 8)), 0, Cell, Head)), 60, 2_000);
        }

        Assert.InRange(PictureAssert.Ink(sheet, new Rect(0, Head + Cell + 1, 984, 25)), 100, 4_000);
    }

    private static void AssertColor(Mat sheet, int column, int y, int red, int green, int blue, int right = 0)
    {
        var x = Margin + (column * (Cell + 8)) + (Cell / 2) + right;
        Assert.Equal(16, PictureAssert.Count(sheet, new Rect(x - 2, y - 2, 4, 4), red, green, blue, tolerance: 3));
    }
}
