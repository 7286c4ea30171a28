/* The page that html.c fills, as page/build.mjs made it; empty when it could not be made. */
    .section .rodata
    .globl html_page
html_page:
    .incbin PAGE_FILE
    .globl html_page_end
html_page_end:
    .byte 0
    .section .note.GNU-stack,"",%progbits
